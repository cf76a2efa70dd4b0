import { afterEach, expect, it } from 'vitest';

import { refusedRequest } from '../../src/app/refused-requests.ts';
import { setAgentState } from '../../src/app/set-agent-state.ts';
import { genesysRecord } from '../../src/callback/genesys-record.ts';
import { isRingbackError } from '../../src/core/errors.ts';
import { dayReport } from '../../src/report/day-report.ts';
import { book, CUSTOMER } from '../support/behaviours.ts';
import { World } from '../support/world.ts';

let world: World;
afterEach(() => world.close());

const required = { service: { options: { _require_consent: true, _consent_max_age: 3_600 } } };

function agentIs(to: 'ready' | 'not-ready'): Promise<unknown> {
  const { app, router } = world.ringback;
  return setAgentState(app, router, { agentId: '1001', to, reason: null });
}

const iso = (at: number): string => new Date(at).toISOString();

it('a caller who presses 1 for a callback has agreed to it by that, at that time', async () => {
  world = await World.create(required);
  await agentIs('not-ready');
  const before = world.clock.now();
  world.ring(CUSTOMER, ['1', '1', '1']);
  await world.until(async () => (await world.callbacks()).length === 1, 'a callback');
  const record = await world.callback();
  expect(record?.consent).toEqual({ source: 'ivr', at: record?.createdAt });
  expect(record?.consent?.at).toBeGreaterThan(before);
  await agentIs('ready');
  expect((await world.completed()).reason).toBe('AGENT_CONNECTED');
});

it('a request without it is refused where the service asks for it, and the refusal is found', async () => {
  world = await World.create(required);
  const error: unknown = await book(world, CUSTOMER).catch((thrown: unknown) => thrown);
  if (!isRingbackError(error, 'CONSENT_MISSING')) throw error;
  const kept = await refusedRequest(world.ringback.app, String(error.details['corrId']));
  expect(kept).toMatchObject({ code: 'CONSENT_MISSING', inputs: { _customer_number: '+********142' } });
  expect(await world.callbacks()).toEqual([]);
});

it('one that will be too old at the time that was asked for is refused, too', async () => {
  world = await World.create(required);
  const given = { _consent_source: 'web-form', _consent_time: iso(world.clock.now()) };
  const late = { ...given, _desired_time: iso(world.clock.now() + 2 * 3_600_000) };
  await expect(book(world, CUSTOMER, late)).rejects.toMatchObject({ code: 'CONSENT_OLD' });
  await book(world, CUSTOMER, given);
});

it('it is kept with the callback, shown by the API, and counted in the report', async () => {
  world = await World.create();
  await agentIs('not-ready');
  const at = world.clock.now() - 60_000;
  const record = await book(world, CUSTOMER, { _consent_source: 'web-form', _consent_time: iso(at) });
  await book(world, '+14155550177');
  expect(record).toMatchObject({ consent: { source: 'web-form', at }, userData: {} });
  const view = genesysRecord(record, { path: '/genesys', returnedKeys: null, privateKeys: [] });
  expect(view).toMatchObject({ _consent_source: 'web-form', _consent_time: iso(at) });
  const queried = genesysRecord(record, { path: '/genesys', returnedKeys: [], privateKeys: [] });
  expect(queried).not.toHaveProperty('_consent_source');
  const report = await dayReport(world.store, { day: iso(at).slice(0, 10), zone: 'UTC' });
  expect(report.total).toMatchObject({ requested: 2, consented: 1 });
  const [created] = await world.store.facts.ofCallback(record.id);
  expect(created?.data).toMatchObject({ consent: { source: 'web-form', at } });
});

it('one that has grown too old by the time of the call ends the callback, and nobody is rung', async () => {
  world = await World.create(required);
  await agentIs('not-ready');
  const { id } = await book(world, CUSTOMER, { _consent_source: 'web-form' });
  await world.clock.advance(3_700_000);
  await agentIs('ready');
  await world.until(async () => (await world.store.callbacks.get(id))?.state === 'COMPLETED', 'an end');
  expect(await world.store.callbacks.get(id)).toMatchObject({
    reason: 'FAIL_CALL_TO_CUSTOMER',
    attempts: [],
    why: 'not dialled: the consent is older than 3600 s (_consent_max_age)',
  });
  expect(world.ringsOf(CUSTOMER)).toBe(0);
});
