import { rmSync } from 'node:fs';
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

  it('fails what was on its way with STORE_DOWN, and is started again: nothing acknowledged is lost', async () => {
    const store = await openSqliteStore({ path: pathOf('crash.db'), threads: true });
    expect(await store.callbacks.create(create(callback('before')))).toBe('created');
    const onTheirWay = Promise.allSettled(
      Array.from({ length: 50 }, (_, n) => store.callbacks.create(create(callback(`c${n}`)))),
    );
    await Promise.all(threads.map((thread) => thread.terminate()));
    const settled = await onTheirWay;
    expect(settled.some(({ status }) => status === 'rejected')).toBe(true);
    for (const [n, change] of settled.entries())
      if (change.status === 'rejected') expect(change.reason).toMatchObject({ code: 'STORE_DOWN' });
      else expect(await store.callbacks.get(`c${n}`)).not.toBeNull();

    expect(await store.callbacks.get('before')).toEqual(callback('before'));
    expect(await store.callbacks.create(create(callback('late')))).toBe('created');
    // Whether it had been committed is not known; the same create again settles it.
    for (const n of settled.keys())
      expect(['created', 'exists']).toContain(await store.callbacks.create(create(callback(`c${n}`))));
    expect(await store.health()).toMatchObject({ ok: true });
    await store.close();
  });

  it('is started again however often it dies, and shows in the health until then', async () => {
    const store = await openSqliteStore({ path: pathOf('often.db'), threads: true });
    for (let n = 0; n < 3; n++) {
      await threads.findLast(({ threadId }) => threadId !== -1)!.terminate();
      expect(await store.callbacks.create(create(callback(`c${n}`)))).toBe('created');
      expect(await store.callbacks.get(`c${n}`)).not.toBeNull();
    }
    expect(await store.health()).toMatchObject({ ok: true });
    await store.close();
  });

  it('fails calls, and says why, while it cannot be started again', async () => {
    const path = pathOf('gone/store.db');
    const store = await openSqliteStore({ path, threads: true });
    rmSync(pathOf('gone'), { recursive: true });
    await Promise.all(threads.map((thread) => thread.terminate()));
    const late = create(callback('late'));
    await expect(store.callbacks.create(late)).rejects.toMatchObject({ code: 'STORE_DOWN' });
    await expect(store.callbacks.get('late')).rejects.toMatchObject({ code: 'STORE_DOWN' });
    expect(await store.health()).toMatchObject({ ok: false });
    await store.close();
  });
});
