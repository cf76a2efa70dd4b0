import { expect, it } from 'vitest';

import { createCallback } from '../../src/app/create-callback.ts';
import { status } from '../../src/app/status.ts';
import { waitTime } from '../../src/app/wait-time.ts';
import { pressesNothing } from '../../src/simulation/people.ts';
import { testApp } from '../support/app.ts';
import { testAgent } from '../support/configuration.ts';

it('the status tells, by service, who waits, how long, what the agents do and how many calls are up', async () => {
  const world = await testApp({
    agents: [
      testAgent('1001'),
      testAgent('1002', { initial: 'not-ready' }),
      testAgent('1003', { initial: 'logged-out' }),
    ],
  });
  const caller = pressesNothing({ clock: world.clock, random: world.app.random });
  world.switch.ring(caller, { from: '+12125550123', to: '8000' });
  await world.clock.advance(1_000);
  const parameters = { _customer_number: '2125550199' };
  await createCallback(world.app, { service: 'classic', id: null, parameters, kvps: {} });
  for (const [entryId, kind] of [
    ['a', 'live'],
    ['b', 'live'],
    ['c', 'callback'],
  ] as const)
    await world.router.send({
      type: 'submit',
      id: entryId,
      entryId,
      queue: 'classic',
      sessionId: 's',
      actionId: entryId,
      requestId: 'r',
      kind,
      priority: 0,
      placeAt: world.clock.now(),
      target: '',
      mode: kind === 'live' ? 'waiting' : 'notify',
      reserveMs: 30_000,
      timeoutMs: null,
    });
  const told = await status(world.app);
  expect(told.services).toEqual([
    {
      service: 'classic',
      queue: 'classic',
      waiting: { live: 1, callbacks: 1 },
      ewt: (await waitTime(world.app, 'classic', { placeAt: null, method: 'queue-length' })).seconds,
      agents: { reserved: 1, 'not-ready': 1, 'logged-out': 1 },
      calls: 1,
      callbacks: { QUEUED: 1 },
    },
  ]);
  expect(told.services[0]?.ewt).toBe(475);
  expect(told).toMatchObject({ at: world.clock.now(), store: { ok: true }, switches: [{ up: true }] });
});
