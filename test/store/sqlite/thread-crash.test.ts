import type { Worker } from 'node:worker_threads';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { callback, create } from '../conformance/make.ts';
import { temporaryFolder } from './temporary-folder.ts';

const pathOf = temporaryFolder();

describe('a thread of the store that dies', () => {
  const threads: Worker[] = [];
  const note = (worker: Worker): unknown => threads.push(worker);
  beforeEach(() => {
    threads.length = 0;
    process.on('worker', note);
  });
  afterEach(() => process.off('worker', note));

  it('fails what was on its way and what comes later with STORE_DOWN, and shows in the health', async () => {
    const path = pathOf('crash.db');
    const store = await openSqliteStore({ path, threads: true });
    expect(await store.callbacks.create(create(callback('before')))).toBe('created');
    const onTheirWay = Promise.allSettled(
      Array.from({ length: 50 }, (_, n) => store.callbacks.create(create(callback(`c${n}`)))),
    );
    const ends = threads.map((thread) => thread.terminate());
    for (const change of await onTheirWay)
      if (change.status === 'rejected') expect(change.reason).toMatchObject({ code: 'STORE_DOWN' });
    await Promise.all(ends);
    await expect(store.callbacks.create(create(callback('late')))).rejects.toMatchObject({
      code: 'STORE_DOWN',
    });
    await expect(store.callbacks.get('before')).rejects.toMatchObject({ code: 'STORE_DOWN' });
    expect(await store.health()).toMatchObject({
      ok: false,
      detail: expect.stringContaining('restart') as string,
    });
    await store.close();

    const again = await openSqliteStore({ path, threads: true });
    expect(await again.callbacks.get('before')).toEqual(callback('before'));
    const settled = await onTheirWay;
    for (const [n, change] of settled.entries())
      if (change.status === 'fulfilled') expect(await again.callbacks.get(`c${n}`)).not.toBeNull();
    await again.close();
  });

  it('shows in the health when only the writer is gone', async () => {
    const store = await openSqliteStore({ path: pathOf('writer.db'), threads: true });
    await threads[0]!.terminate();
    expect(await store.health()).toMatchObject({ ok: false });
    await store.close();
  });
});
