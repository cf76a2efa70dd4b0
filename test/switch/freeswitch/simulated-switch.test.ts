import { expect, it } from 'vitest';

import { eventually } from '../../support/eventually.ts';
import { dialRequest } from '../../support/freeswitch-under-test.ts';
import { reach, site } from '../../support/simulated-site.ts';

it('a customer answers, is told for a person, hears a prompt, presses 1 and is joined with an agent', async () => {
  const at = await site();
  const customer = await reach(at, 'customer-1', '+14155550100');
  expect(customer).toMatchObject({ direction: 'outbound', to: '+14155550100', answered: true });
  expect(await customer.detect()).toBe('person');
  const keys: string[] = [];
  customer.onKey(({ key }) => keys.push(key));
  const prompt = "It's Example! To talk to an agent, press 1.";
  expect((await customer.play([{ kind: 'text', text: prompt, locale: 'en-US' }]).done).kind).toBe('played');
  await eventually(() => keys.includes('1'));
  const phone = { kind: 'phone', phone: 'user/1001' } as const;
  const ack = await at.fleet.dial(dialRequest('agent-1', { to: phone, beside: 'customer-1' }));
  expect(ack.kind).toBe('sent');
  await eventually(() => at.arrived.find(({ id }) => id === 'agent-1'));
  expect(await customer.bridge('agent-1')).toEqual({ kind: 'bridged' });
  await eventually(() => at.ended.length === 2);
  expect(at.ended.every(({ answered, cause }) => answered && cause === 'NORMAL_CLEARING')).toBe(true);
});

it('whoever cannot be reached is told by cause and SIP status, as by a real switch', async () => {
  const at = await site();
  const numbers = {
    busy: '+14155550102',
    nobody: '+14155550103',
    rejected: '+14155550104',
    invalid: '+14155550105',
  };
  for (const [id, number] of Object.entries(numbers))
    await at.fleet.dial(dialRequest(id, { to: { kind: 'number', number }, timeoutS: 5 }));
  await eventually(() => at.ended.length === 4);
  expect(Object.fromEntries(at.ended.map(({ id, cause, sipStatus }) => [id, [cause, sipStatus]]))).toEqual({
    busy: ['USER_BUSY', 486],
    nobody: ['NO_ANSWER', null],
    rejected: ['CALL_REJECTED', 603],
    invalid: ['UNALLOCATED_NUMBER', 404],
  });
});

it('a voicemail and a fax are told from people', async () => {
  const at = await site();
  expect(await (await reach(at, 'voicemail', '+14155550106')).detect()).toBe('machine');
  expect(await (await reach(at, 'fax', '+14155550107')).detect()).toBe('fax');
});

it('a caller is heard, and released into a callback', async () => {
  const { world, arrived, ended, fleet } = await site();
  const from = { from: '+14155550123', to: '8000', userData: { 'X-Segment': 'gold' } };
  const id = world.switch.ring({ on: () => () => undefined }, from);
  const call = await eventually(() => arrived[0]);
  expect(call).toMatchObject({ id, direction: 'inbound', from: '+14155550123', to: '8000', answered: false });
  expect(call.userData).toEqual({ 'X-Segment': 'gold' });
  expect(await call.answer()).toBe('answered');
  const music = call.play([{ kind: 'music', name: 'moh' }]);
  await music.stop();
  expect((await music.done).kind).toBe('stopped');
  expect(await call.attach({ _CB_SERVICE_ID: 'c-1' })).toBe('attached');
  await call.reject({ cause: 'CALL_REJECTED', reason: 'Callback' });
  await eventually(() => ended.length);
  expect(ended).toMatchObject([{ id, cause: 'CALL_REJECTED', answered: true, hungUpBy: 'us' }]);
  expect(await fleet.lookup(id)).toBe('gone');
});
