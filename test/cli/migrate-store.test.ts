import { existsSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import * as make from '../store/conformance/make.ts';
import { everything, fill, storeCommands } from './store-commands.ts';

const { pathOf, ringback, within } = storeCommands();

describe('migrate', () => {
  it('copies everything from one store to another, and back', async () => {
    await within('a', (store) => fill(store, 30));
    const rows = await within('a', everything);
    const there = await ringback('a', 'migrate', 'sqlite', `sqlite:${pathOf('b/ringback.sqlite')}`);
    expect(there.out).toBe(
      `${rows.length} rows, 30 callbacks, are in sqlite:${pathOf('b/ringback.sqlite')}\n`,
    );
    expect(there.err).toMatch(/migrate 100 %\n$/);
    expect(await within('b', everything)).toEqual(rows);
    await ringback('c', 'migrate', `sqlite:${pathOf('b/ringback.sqlite')}`, 'sqlite');
    expect(await within('c', everything)).toEqual(rows);
  });

  it('refuses a store that is not empty, unless what is there shall stay', async () => {
    await within('a', (store) => fill(store, 2));
    await within('b', (store) => store.callbacks.create(make.create(make.callback('mine'))));
    const words = ['migrate', 'sqlite', `sqlite:${pathOf('b/ringback.sqlite')}`];
    await expect(ringback('a', ...words)).rejects.toMatchObject({ code: 'STORE_NOT_EMPTY' });
    await ringback('a', ...words, '--merge');
    expect(await within('b', (store) => store.archive.counts())).toMatchObject({ callback: 3 });
  });

  it('refuses a source that is not there, and does not make it', async () => {
    for (const from of ['sqlite', `sqlite:${pathOf('nosuch.sqlite')}`])
      await expect(ringback('a', 'migrate', from, 'sqlite')).rejects.toMatchObject({ code: 'STORE_UNKNOWN' });
    expect(existsSync(pathOf('nosuch.sqlite'))).toBe(false);
  });

  it.each(['postgres', 'sqlite:', 'redis://', '', 'http://127.0.0.1'])(
    'knows no store "%s"',
    async (name) => {
      await within('a', (store) => fill(store, 1));
      await expect(ringback('a', 'migrate', 'sqlite', name)).rejects.toMatchObject({ code: 'STORE_UNKNOWN' });
      await expect(ringback('a', 'migrate', name, 'sqlite')).rejects.toMatchObject({ code: 'STORE_UNKNOWN' });
    },
  );

  it('refuses a store that a server has, and one to itself', async () => {
    await within('a', async (store) => {
      await fill(store, 1);
      const to = `sqlite:${pathOf('b/ringback.sqlite')}`;
      await expect(ringback('a', 'migrate', 'sqlite', to)).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    });
    await expect(ringback('a', 'migrate', 'sqlite', 'sqlite')).rejects.toMatchObject({
      code: 'STORE_LOCKED',
    });
  });
});
