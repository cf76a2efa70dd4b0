import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { dialogSecret } from '../../src/cli/dialog-secret.ts';
import { systemRandom } from '../../src/core/random.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { faultyStore } from '../store/faults/faulty-store.ts';

describe('the secret of dialog runs', () => {
  let store: Store;
  let folder: string;
  beforeEach(async () => {
    store = await openSqliteStore({ path: ':memory:', threads: false });
    folder = mkdtempSync(join(tmpdir(), 'ringback-secret-'));
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const secret = (from: Pick<Store, 'secrets'> = store): Promise<string> =>
    dialogSecret(from, { folder, random: systemRandom });
  const leave = (text: string): void => writeFileSync(join(folder, 'secret'), text);

  it('is made once, and the same for every node of the store', async () => {
    const made = await secret();
    expect(made).toMatch(/^[0-9a-f]{32}$/);
    expect(await secret()).toBe(made);
    expect(existsSync(join(folder, 'secret'))).toBe(false);
  });

  it('that a server before left in the data folder is taken over, once', async () => {
    leave('0123456789abcdef\n');
    expect(await secret()).toBe('0123456789abcdef');
    expect(existsSync(join(folder, 'secret'))).toBe(false);
    leave('of another folder');
    expect(await secret()).toBe('0123456789abcdef');
    expect(existsSync(join(folder, 'secret'))).toBe(false);
  });

  it('is made afresh when the file of a server before is empty', async () => {
    leave('');
    expect(await secret()).toMatch(/^[0-9a-f]{32}$/);
  });

  it('stays in its file while the store is down', async () => {
    leave('0123456789abcdef');
    const lost = faultyStore(store, { ...systemRandom, next: () => 0 });
    await expect(secret(lost)).rejects.toMatchObject({ code: 'STORE_DOWN' });
    expect(await secret()).toBe('0123456789abcdef');
  });
});
