import { describe, expect, it } from 'vitest';

import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { startChild } from './child.ts';
import { temporaryFolder } from './temporary-folder.ts';

const pathOf = temporaryFolder();

interface Filled {
  acknowledged: string[];
  code: string;
  message: string;
}

describe('a disk without room', () => {
  it('is told with what to do; what was acknowledged stays readable, there and after a restart', async () => {
    const child = startChild(new URL('./filling-program.ts', import.meta.url), pathOf('full.db'), 2048);
    const filled = JSON.parse((await child.line())!) as Filled;
    expect(filled.code).toBe('STORE_DOWN');
    expect(filled.message).toMatch(/full\.db.*(check the disk and the space left on it|make room)/);
    expect(filled.acknowledged.length).toBeGreaterThan(20);
    expect(JSON.parse((await child.line())!)).toMatchObject({
      health: { ok: false, detail: expect.stringContaining('full.db') as string },
      readable: filled.acknowledged.length,
    });
    expect(JSON.parse((await child.line())!)).toEqual({ code: 'STORE_DOWN' });
    expect(await child.line()).toBeNull();

    const store = await openSqliteStore({ path: pathOf('full.db'), threads: false });
    const { records } = await store.callbacks.find({ limit: 10_000 });
    expect(records.map(({ id }) => id).sort()).toEqual(filled.acknowledged.sort());
    expect(await store.health()).toMatchObject({ ok: true });
    await store.close();
  });
});
