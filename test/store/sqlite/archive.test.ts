import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import { describe, expect, it } from 'vitest';

import { migrations } from '../../../src/store/sqlite/schema.ts';
import { openSqliteArchive } from '../../../src/store/sqlite/sqlite-archive.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import * as make from '../conformance/make.ts';
import { startChild } from './child.ts';
import { temporaryFolder } from './temporary-folder.ts';

const pathOf = temporaryFolder();

const withCallback = async (path: string, id: string): Promise<void> => {
  const store = await openSqliteStore({ path, threads: false });
  await store.callbacks.create(make.create(make.callback(id)));
  await store.close();
};

describe('reading everything in a store', () => {
  it('shows one moment, whatever its owner changes meanwhile', async () => {
    const path = pathOf('owned.db');
    const store = await openSqliteStore({ path, threads: true });
    await store.callbacks.create(make.create(make.callback('before')));
    const archive = await openSqliteArchive(path);
    await store.callbacks.create(make.create(make.callback('after')));
    expect(await archive.counts()).toMatchObject({ callback: 1 });
    const { rows, cursor } = await archive.read(null, 10);
    expect(rows).toEqual([{ kind: 'callback', value: { record: make.callback('before'), slot: null } }]);
    expect(cursor).toBeNull();
    await archive.close();
    await store.close();
  });

  it('goes on beside another process that has it', async () => {
    const path = pathOf('elsewhere.db');
    await withCallback(path, 'c1');
    const child = startChild(new URL('./holding-program.ts', import.meta.url), path);
    expect(await child.line()).toBe('open');
    const archive = await openSqliteArchive(path);
    expect(await archive.counts()).toMatchObject({ callback: 1 });
    await archive.close();
    await child.kill();
  });

  it('says STORE_DOWN about a file that is not there, and does not make it', async () => {
    const path = pathOf('missing.db');
    await expect(openSqliteArchive(path)).rejects.toMatchObject({ code: 'STORE_DOWN' });
    expect(existsSync(path)).toBe(false);
  });

  it('says STORE_FORMAT about a store of a newer program', async () => {
    const path = pathOf('newer.db');
    await withCallback(path, 'c1');
    const newer = new DatabaseSync(path);
    newer.exec("UPDATE meta SET value = value + 1 WHERE key = 'format'");
    newer.close();
    await expect(openSqliteArchive(path)).rejects.toMatchObject({ code: 'STORE_FORMAT' });
  });

  it('brings a store of an older program to the newest format first', async () => {
    const path = pathOf('older.db');
    const older = new DatabaseSync(path);
    older.exec('CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID');
    older.exec(migrations[0]!);
    older.exec("INSERT INTO meta VALUES ('format', 1)");
    older.exec("INSERT INTO facts VALUES (1, 'f1', 5, 'attempt', NULL, '{}')");
    older.close();
    const archive = await openSqliteArchive(path);
    const fact = make.fact('f1', { at: 5, data: {} });
    expect((await archive.read(null, 10)).rows).toEqual([{ kind: 'fact', value: fact }]);
    await archive.close();
    await withCallback(path, 'c1');
  });
});
