import { afterAll, beforeAll, expect, it, describe } from 'vitest';

import { httpWorld, type World } from '../http/http-world.ts';
import { hasRedis, openSite, OwnRedis } from '../support/own-redis.ts';
import type { Store } from '../../src/store/store.ts';

/** A store whose hints never arrive: hints are none of what is promised. */
const deaf = (store: Store): Store => ({ ...store, onChange: () => () => undefined });

const ROOT = { 'x-api-key': 'the-root-key-of-the-file', 'if-match': '*' };

describe.runIf(hasRedis)('two servers on one Redis', () => {
  let redis: OwnRedis;
  let stores: Store[];
  let first: World;
  let second: World;
  beforeAll(async () => {
    redis = await OwnRedis.start();
    stores = [await openSite(redis, 'shared'), await openSite(redis, 'shared')];
    const access = { keys: { root: ROOT['x-api-key'] } };
    first = await httpWorld({ store: () => deaf(stores[0]!), editable: true, access });
    second = await httpWorld({ store: () => deaf(stores[1]!), editable: true, access });
  });
  afterAll(async () => {
    await first.close();
    await second.close();
    for (const store of stores) await store.close();
    await redis.stop();
  });

  it('switch together: after an edit at one of them, no answer of the other is by what was before', async () => {
    for (let minutes = 1; minutes <= 20; minutes++) {
      const [editor, other] = minutes % 2 === 0 ? [first, second] : [second, first];
      const patch = {
        services: { classic: { enabled: minutes % 2 === 0, 'offer-threshold': `${minutes}m` } },
      };
      const edited = await editor.api.patch('/api/v1/config').set(ROOT).send(patch).expect(200);
      const asked = await other.api
        .get('/genesys/2/service/callback/classic/availability?number-of-days=1')
        .set(ROOT);
      expect(asked.body.slots.length > 0).toBe(minutes % 2 === 0);
      const seen = await other.api.get('/api/v1/config').set(ROOT).expect(200);
      expect(seen.headers['etag']).toBe(edited.headers['etag']);
      expect(seen.body.configuration.services.classic['offer-threshold']).toBe(`${minutes}m`);
    }
  });

  it('hear of edits also while nobody asks them anything', async () => {
    const store = stores[1]!;
    const idle = await httpWorld({ store: () => store, editable: true });
    const changed = new Promise<void>((resolve) => {
      store.onChange((hint) => (hint === 'configuration' ? resolve() : undefined));
    });
    await first.api
      .patch('/api/v1/config')
      .set(ROOT)
      .send({ queues: { classic: { patience: '7m' } } });
    await changed;
    await expect.poll(() => idle.app.config().queues[0]?.patienceMs).toBe(420_000);
    await idle.close();
  });

  it('of editors at both of them one is first, and the other is told', async () => {
    const { headers } = await first.api.get('/api/v1/config').set(ROOT);
    const as = { ...ROOT, 'if-match': String(headers['etag']) };
    const edits = [first, second, first, second].map((world, n) =>
      world.api
        .patch('/api/v1/config')
        .set(as)
        .send({ services: { classic: { 'offer-threshold': `${n}s` } } }),
    );
    const answers = (await Promise.all(edits)).map(({ status }) => status);
    expect(answers.sort()).toEqual([200, 412, 412, 412]);
  });

  it('a key that is revoked at one opens nothing at the other', async () => {
    const wish = { name: 'wall', role: 'monitor' };
    const made = await first.api.post('/api/v1/keys').set(ROOT).send(wish).expect(201);
    const look = () => second.api.get('/api/v1/status').set('x-api-key', made.body.key);
    await look().expect(200);
    await first.api.post('/api/v1/keys/wall/revoke').set(ROOT).expect(200);
    await look().expect(401);
  });
});
