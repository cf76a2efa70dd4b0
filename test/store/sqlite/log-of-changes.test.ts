import { existsSync, statSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { openSqliteArchive } from '../../../src/store/sqlite/sqlite-archive.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { fact } from '../conformance/make.ts';
import { temporaryFolder } from './temporary-folder.ts';

const pathOf = temporaryFolder();
const MB = 2 ** 20;

/** Adds about as many megabytes, one commit after the other. */
async function add(store: Store, megabytes: number, name: string): Promise<void> {
  for (let n = 0; n < megabytes; n++)
    await store.facts.add([fact(`${name}-${n}`, { data: { text: 'x'.repeat(MB) } })]);
}

describe('the log of the embedded store', () => {
  it('is folded into the file as it grows, and is gone after closing', async () => {
    const path = pathOf('log.db');
    const store = await openSqliteStore({ path, threads: true });
    await add(store, 120, 'a');
    expect(statSync(`${path}-wal`).size).toBeLessThan(80 * MB);
    await store.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  it('grows while somebody reads an older state, and no longer when they have done', async () => {
    const path = pathOf('reader.db');
    const store = await openSqliteStore({ path, threads: true });
    await add(store, 1, 'first');
    const reader = await openSqliteArchive(path);
    expect((await reader.counts()).fact).toBe(1);
    await add(store, 40, 'meanwhile');
    const grown = statSync(`${path}-wal`).size;
    expect(grown).toBeGreaterThan(35 * MB);
    expect((await store.health()).detail).toMatch(/log \d\d\.\d MB/);
    expect((await reader.counts()).fact).toBe(1);
    await reader.close();
    await add(store, 120, 'after');
    expect(statSync(`${path}-wal`).size).toBeLessThan(grown + 80 * MB);
    await store.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
  });
});

it('the health tells what the file, its log and its disk hold', async () => {
  const store = await openSqliteStore({ path: pathOf('health.db'), threads: true });
  expect(await store.health()).toMatchObject({
    ok: true,
    detail: expect.stringMatching(
      /health\.db: \d+\.\d MB, log \d+\.\d MB, disk with \d+\.\d MB left/,
    ) as string,
  });
  await store.close();
});
