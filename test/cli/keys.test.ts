import { afterEach, beforeEach, expect, it } from 'vitest';

import { writtenHash } from '../../src/core/key-hash.ts';
import { onServer, type OnServer } from './on-server.ts';

let on: OnServer;
beforeEach(async () => {
  on = await onServer();
});
afterEach(() => on.close());

const ringback = (...words: string[]): Promise<string> => on.ringback(...words);

it('ringback key makes, lists, rotates and revokes keys, each printed once', async () => {
  const key = await ringback('key', 'create', 'shop', '--role', 'agent', '--service', 'classic');
  expect(key).toMatch(/^rbk_shop_[0-9a-f]{64}$/);
  await ringback('key', 'create', 'lead', '--role', 'supervisor', '--queue', 'classic');
  const rotated = await ringback('key', 'rotate', 'shop', '--grace', '10m');
  expect(rotated).toMatch(/^rbk_shop_[0-9a-f]{64}$/);
  expect(rotated).not.toBe(key);
  const list = await ringback('key', 'list');
  expect(list.split('\n')).toEqual([
    expect.stringMatching(/^NAME +ROLE +FOR +STATE +LAST$/),
    expect.stringMatching(
      /^shop +agent +classic +two until 2026-01-05 09:10:00Z +rotated 2026-01-05 09:00:00Z by command line$/,
    ),
    expect.stringMatching(/^lead +supervisor +queue classic +opens +created .* by command line$/),
  ]);
  expect(await ringback('key', 'revoke', 'shop')).toBe('key shop opens nothing more');
  expect(await ringback('key', 'list')).toMatch(/shop +agent +classic +revoked +revoked /);
});

it.each([
  [['rotate', 'nobody'], 'KEY_UNKNOWN'],
  [['revoke', 'no/such?name'], 'KEY_UNKNOWN'],
  [['create', 'x', '--role', 'root'], 'role is one of agent'],
  [['create', 'x', '--role', 'agent', '--service', 'nosuch'], 'there is no service "nosuch"'],
])('`ringback key %s` says in the words of the server why it is refused', async (words, message) => {
  await expect(ringback('key', ...words)).rejects.toThrow(message);
});

it('ringback key hash makes a key that is kept nowhere, and what stands in the configuration in its place', async () => {
  const [, key = '', hash] =
    /^key: {2}([0-9a-f]{64})\nhash: (sha256:[0-9a-f]{64})$/.exec(await ringback('key', 'hash')) ?? [];
  expect(hash).toBe(writtenHash(key));
  expect(await ringback('key', 'hash')).not.toContain(key);
});
