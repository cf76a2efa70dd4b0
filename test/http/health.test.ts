import { afterEach, expect, it } from 'vitest';

import { RingbackError } from '../../src/core/errors.ts';
import { httpWorld, type World } from './http-world.ts';

let world: World;
afterEach(() => world.close());

it('is ready with a store, a switch and a published set', async () => {
  world = await httpWorld();
  const { body } = await world.api.get('/readyz').expect(200);
  expect(body).toEqual({ ready: true, reasons: [] });
});

it('lives, but is not ready, before anything is published', async () => {
  world = await httpWorld({ published: false });
  await world.api.get('/healthz').expect(200);
  const answer = await world.api.get('/readyz').expect(503);
  expect(answer.body).toEqual({ ready: false, reasons: ['no dialogs and strategies have been published'] });
  expect(answer.headers['retry-after']).toBe('1');
});

it('is not ready while no switch is up', async () => {
  world = await httpWorld();
  world.switch.setUp(false);
  const { body } = await world.api.get('/readyz').expect(503);
  expect(body.reasons).toEqual(['no switch is up']);
});

it('is not ready while the store is down, and requests get 503 with Retry-After', async () => {
  const down = (): Promise<never> => Promise.reject(new RingbackError('STORE_DOWN', { why: 'disk full' }));
  let broken = false;
  world = await httpWorld({
    store: (real) => ({
      ...real,
      onChange: real.onChange.bind(real),
      onLineageChange: real.onLineageChange.bind(real),
      close: real.close.bind(real),
      health: () =>
        broken ? Promise.resolve({ kind: 'sqlite', ok: false, detail: 'disk full' }) : real.health(),
      callbacks: { ...real.callbacks, create: (create) => (broken ? down() : real.callbacks.create(create)) },
    }),
  });
  broken = true;
  await world.api.get('/healthz').expect(200);
  const { body } = await world.api.get('/readyz').expect(503);
  expect(body.reasons).toEqual(['the store is down']);
  const refused = await world.api
    .post('/genesys/1/service/callback/classic')
    .send({ _customer_number: '+14155550100' })
    .expect(503);
  expect(refused.headers['retry-after']).toBe('1');
  expect(refused.body).toMatchObject({ exception: 'STORE_DOWN' });
});
