import { expect, it } from 'vitest';

import { configuredStore, openStore, shownName } from '../../src/cli/open-store.ts';
import { testConfiguration } from '../support/configuration.ts';

it('a store is shown without its password', () => {
  expect(shownName('redis://me:secret@127.0.0.1:6379/2')).toBe('redis://me@127.0.0.1:6379/2');
  expect(shownName('redis://127.0.0.1:6379')).toBe('redis://127.0.0.1:6379');
  expect(shownName('sqlite:/var/lib/ring@back.sqlite')).toBe('sqlite:/var/lib/ring@back.sqlite');
});

it('the configured store has the name by which it is opened', () => {
  expect(configuredStore(testConfiguration())).toBe('sqlite');
  const url = 'redis://127.0.0.1:6379';
  expect(configuredStore(testConfiguration({ store: { kind: 'redis', url, durability: 'always' } }))).toBe(
    url,
  );
});

it.each(['redis://a:b@[bad', 'rediss://', 'mysql://a'])('"%s" is no store', async (name) => {
  await expect(openStore(name, testConfiguration(), { threads: false })).rejects.toMatchObject({
    code: 'STORE_UNKNOWN',
  });
});
