import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { roles } from '../../src/callback/access-key.ts';
import { editableSections } from '../../src/config/editable.ts';
import { httpWorld, type World } from './http-world.ts';

const ROOT = 'the-root-key-of-the-file';

let world: World;
beforeAll(async () => {
  world = await httpWorld({ editable: true, access: { keys: { root: ROOT } } });
  const wish = { name: 'wall', role: 'monitor' };
  await world.api.post('/api/v1/keys').set('x-api-key', ROOT).send(wish).expect(201);
});
afterAll(() => world.close());

const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      '١٢٣',
      '\r\nX-Injected: 1',
      '../../etc/passwd',
      '\ud800',
      '\u0000',
      '*',
      '((((a+)+)+)+)$',
      '{{',
      '<b>',
    ],
    ...['1e309', -1, 0, 1e308, 0.1, true, null, [], {}, '', 'x'.repeat(3_000), [[[[[[[[]]]]]]]]],
    ...['5s', 'classic', 'Mon-Fri 08:00-18:00', '24:00', '02-30', 'Europe/Berlin', '+1*', 'classic > 0'],
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.jsonValue({ maxDepth: 3 }),
);
/** Names that the configuration knows, so that what is wrong is met deep down. */
const names = fc.oneof(
  fc.constantFrom(
    ...[
      'classic',
      'office',
      'desk',
      'europe',
      '8000',
      'en-US',
      'queue',
      'options',
      'enabled',
      'caller-id',
      'number',
    ],
    ...[
      'weekly',
      'exceptions',
      'additions',
      'holidays',
      'feeds',
      'country',
      'state',
      'time-zone',
      'dates',
      'subjects',
    ],
    ...[
      'table',
      'target',
      'retry',
      'BUSY',
      'countries',
      'blocked',
      'allowed',
      'per-day',
      'do-not-call',
      'roster',
    ],
    ...['agents', '08:00', 'Mon-Fri', 'offer', '_target', '_max_dial_attempts', '_business_hours_service'],
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'a/b~c', '١'],
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    nasty,
    fc
      .array(fc.tuple(names, tie('tree')), { maxLength: 3 })
      .map((pairs) => Object.fromEntries(pairs) as unknown),
  ),
}));
const sections = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom<string>(...editableSections), names), tree), { maxLength: 3 })
  .map((pairs) => Object.fromEntries(pairs) as object);

const keyWish = fc.record(
  {
    name: fc.oneof(fc.constantFrom<unknown>('a', 'wall', 'a b'), nasty),
    role: fc.oneof(fc.constantFrom<unknown>(...roles), nasty),
    services: fc.oneof(fc.constantFrom<unknown>(['classic'], []), nasty),
    queues: nasty,
  },
  { requiredKeys: [] },
);
const requests = fc.oneof(
  { weight: 4, arbitrary: sections.map((body) => ['patch', '/api/v1/config', body] as const) },
  sections.map((body) => ['put', '/api/v1/config', body] as const),
  nasty.map((to) => ['post', '/api/v1/config/revert', { to }] as const),
  keyWish.map((body) => ['post', '/api/v1/keys', body] as const),
  fc
    .tuple(fc.constantFrom('wall', 'a', 'nobody', '%00', '__proto__'), nasty)
    .map(([name, grace]) => ['post', `/api/v1/keys/${name}/rotate`, { grace }] as const),
  fc
    .constantFrom('a', 'nobody', '%2e%2e', 'constructor')
    .map((name) => ['post', `/api/v1/keys/${name}/revoke`, {}] as const),
  fc
    .constantFrom('-1', '1e3', 'x', '9999999999999999999', '0', '1', '%00')
    .map((no) => ['get', `/api/v1/config/revisions/${no}`, {}] as const),
  fc
    .constantFrom('before=x', 'limit=-1', 'limit=1000000', 'before=0', 'limit=', 'before=1e9')
    .map((query) => ['get', `/api/v1/config/revisions?${query}`, {}] as const),
);

it('whatever is edited, and whichever key is wished for, is done or refused, whole', async () => {
  let done = 0;
  await fc.assert(
    fc.asyncProperty(requests, async ([method, path, body]) => {
      const before = { head: await world.store.revisions.head(), config: world.app.config() };
      const request = world.api[method](path).set('x-api-key', ROOT).set('if-match', '*');
      // As JSON has it: a prototype key is a key.
      const answer = await (method === 'get'
        ? request
        : request.type('application/json').send(JSON.stringify(body)));
      expect(answer.status, answer.text).toBeLessThan(500);
      expect(answer.text).not.toMatch(/node_modules|\.ts:\d|\n +at /);
      const head = await world.store.revisions.head();
      if (answer.status !== 200) {
        expect(head).toBe(before.head);
        expect(world.app.config()).toBe(before.config);
        if (answer.status >= 400) expect(answer.body).toHaveProperty('code');
      } else done += 1;
      expect(head - before.head).toBeLessThanOrEqual(1);
      expect(Object.getPrototypeOf({})).not.toHaveProperty('queue');
    }),
    { numRuns: 500 },
  );
  expect(done).toBeGreaterThan(5);
  expect(world.logged).toEqual([]);
});

it('what is in force afterwards still goes with the file', async () => {
  const { body } = await world.api.get('/api/v1/config').set('x-api-key', ROOT).expect(200);
  const check = world.api.patch('/api/v1/config?check=true').set('x-api-key', ROOT).set('if-match', '*');
  await check.send({}).expect(200);
  expect(body.revision).toBe(await world.store.revisions.head());
});
