import { describe, expect, it } from 'vitest';

import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { startChild, type Child } from './child.ts';
import { temporaryFolder } from './temporary-folder.ts';

const pathOf = temporaryFolder();
const hold = (path: string): Child => startChild(new URL('./holding-program.ts', import.meta.url), path);

describe('a store that somebody has open', () => {
  it('is refused to a second process, with what to do', async () => {
    const path = pathOf('held.db');
    const child = hold(path);
    expect(await child.line()).toBe('open');
    const second = openSqliteStore({ path, threads: true });
    await expect(second).rejects.toMatchObject({
      code: 'STORE_LOCKED',
      message: expect.stringContaining(path) as string,
      remedy: expect.stringContaining('RINGBACK_DATA') as string,
    });
    await child.kill();
  });

  it('is free at once when that process was killed', async () => {
    const path = pathOf('killed.db');
    const child = hold(path);
    expect(await child.line()).toBe('open');
    await child.kill();
    await (await openSqliteStore({ path, threads: true })).close();
  });

  it('is refused the other way round too, and free when it was closed', async () => {
    const path = pathOf('mine.db');
    const store = await openSqliteStore({ path, threads: false });
    const child = hold(path);
    expect(await child.line()).toBe('STORE_LOCKED');
    await child.kill();
    await store.close();
    const next = hold(path);
    expect(await next.line()).toBe('open');
    await next.kill();
  });

  it('is refused to the same process as well', async () => {
    const path = pathOf('twice.db');
    const store = await openSqliteStore({ path, threads: true });
    await expect(openSqliteStore({ path, threads: false })).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    const child = hold(path);
    expect(await child.line()).toBe('STORE_LOCKED');
    await child.kill();
    await store.close();
  });
});
