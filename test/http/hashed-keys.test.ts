import { afterEach, expect, it } from 'vitest';

import { writtenHash } from '../../src/core/key-hash.ts';
import { httpWorld, type World } from './http-world.ts';

const KEY = 'a-key-of-forty-characters-made-by-chance';

let world: World;
afterEach(() => world.close());

it('a key that stands in the configuration as its hash opens, and its hash does not', async () => {
  world = await httpWorld({
    access: { keys: { plain: 'the-other-key-in-the-file', ops: writtenHash(KEY) } },
  });
  const status = (key: string) => world.api.get('/api/v1/status').set('x-api-key', key);
  await status(KEY).expect(200);
  await status('the-other-key-in-the-file').expect(200);
  for (const wrong of [writtenHash(KEY), writtenHash(KEY).slice('sha256:'.length), `${KEY}x`, 'sha256:'])
    await status(wrong).expect(401);
});

it('so does the key of an agent', async () => {
  world = await httpWorld({
    access: { keys: { ops: writtenHash('x') } },
    agentKeys: { '1001': writtenHash(KEY) },
  });
  const own = (key: string) => world.api.get('/api/v1/agents/me').set('x-api-key', key);
  expect((await own(KEY).expect(200)).body).toMatchObject({ id: '1001' });
  await own(writtenHash(KEY)).expect(401);
});
