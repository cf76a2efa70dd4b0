import { mkdirSync, openSync, statSync, writeFileSync, writeSync, closeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import { describe, expect, it } from 'vitest';

import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { callback, create, fact, next } from '../conformance/make.ts';
import { temporaryFolder } from './temporary-folder.ts';

const pathOf = temporaryFolder();

const down = (path: string, advice: string) => ({
  code: 'STORE_DOWN',
  status: 503,
  message: expect.stringMatching(new RegExp(`${path}.*${advice}`)) as string,
});

describe('a file that cannot be a store', () => {
  it('says so when it is no database, and is left as it is', async () => {
    const path = pathOf('text.db');
    writeFileSync(path, 'this is a text, and a long one. '.repeat(100));
    for (const threads of [true, false])
      await expect(openSqliteStore({ path, threads })).rejects.toMatchObject(down(path, 'restore a backup'));
    expect(statSync(path).size).toBe(3200);
  });

  it('says so when it is the database of another program', async () => {
    const path = pathOf('other.db');
    const other = new DatabaseSync(path);
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    await expect(openSqliteStore({ path, threads: true })).rejects.toMatchObject(
      down(path, "another program's database"),
    );
  });

  it('says so when a newer program wrote it', async () => {
    const path = pathOf('newer.db');
    await (await openSqliteStore({ path, threads: false })).close();
    const newer = new DatabaseSync(path);
    newer.exec("UPDATE meta SET value = value + 1 WHERE key = 'format'");
    const known = newer.prepare("SELECT value - 1 AS known FROM meta WHERE key = 'format'").get()!['known'];
    newer.close();
    await expect(openSqliteStore({ path, threads: true })).rejects.toMatchObject({
      code: 'STORE_FORMAT',
      details: { path, found: Number(known) + 1, known },
    });
    // It has let go of the lock: the error stays the same.
    await expect(openSqliteStore({ path, threads: true })).rejects.toMatchObject({ code: 'STORE_FORMAT' });
  });

  it('says so when it is a folder, or when its folder cannot be made', async () => {
    const path = pathOf('folder.db');
    mkdirSync(path);
    await expect(openSqliteStore({ path, threads: true })).rejects.toMatchObject({ code: 'STORE_DOWN' });
    writeFileSync(pathOf('file'), '');
    const below = pathOf('file/store.db');
    await expect(openSqliteStore({ path: below, threads: true })).rejects.toMatchObject(
      down(below, 'check that'),
    );
  });

  it('says so when pages in the middle are overwritten, when they are met and at the next start', async () => {
    const path = pathOf('damaged.db');
    const before = await openSqliteStore({ path, threads: false });
    const ids = Array.from({ length: 600 }, (_, n) => `c${n}`);
    for (const id of ids) await before.callbacks.create(create(callback(id)));
    await before.close();
    const store = await openSqliteStore({ path, threads: true });
    const size = statSync(path).size;
    // The pages of the empty store come first; what is damaged are the callbacks.
    const firstDamaged = Math.ceil(size / 8192) * 4096;
    const file = openSync(path, 'r+');
    for (let page = firstDamaged; page < size; page += 4096)
      writeSync(file, Buffer.alloc(4096, 0x5a), 0, 4096, page);
    closeSync(file);

    const reads = await Promise.allSettled(ids.map((id) => store.callbacks.get(id)));
    const errors = reads.flatMap((read) => (read.status === 'rejected' ? [read.reason as unknown] : []));
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) expect(error).toMatchObject(down(path, 'is damaged .*restore a backup'));
    await expect(store.callbacks.find({ limit: 1000 })).rejects.toMatchObject({ code: 'STORE_DOWN' });

    // What meets the damage takes its whole transaction with it; the next one stands on its own.
    const bad = reads.findIndex((read) => read.status === 'rejected');
    const record = next(callback(ids[bad]!));
    const change = {
      expectedVersion: 1,
      record,
      deliveries: [],
      session: null,
      slot: 'keep' as const,
      facts: [],
    };
    const group = await Promise.allSettled([store.facts.add([fact('f1')]), store.callbacks.change(change)]);
    for (const one of group) expect(one).toMatchObject({ reason: { code: 'STORE_DOWN' } });
    expect(await store.facts.recent('attempt', 9)).toEqual([]);
    await store.facts.add([fact('f2')]);
    expect(await store.facts.recent('attempt', 9)).toEqual([fact('f2')]);
    await store.close();
    for (const threads of [true, false])
      await expect(openSqliteStore({ path, threads })).rejects.toMatchObject(
        down(path, 'is damaged .*restore a backup'),
      );
  });
});

it('a store in memory cannot have threads', async () => {
  await expect(openSqliteStore({ path: ':memory:', threads: true })).rejects.toThrow('one thread');
});
