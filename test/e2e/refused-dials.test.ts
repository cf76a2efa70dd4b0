import { describe, expect, it } from 'vitest';

import type { DialAck, DialRequest, Switch, SwitchListener } from '../../src/switch/switch.ts';
import { book, CUSTOMER, expectNothingLeft } from '../support/behaviours.ts';
import { World } from '../support/world.ts';

/** The switch of the world, which refuses the first calls to numbers, or phones; a `sent` among them it refuses late. */
function refusing(
  world: World,
  acks: DialAck[],
  asked: DialRequest[] = [],
  those: DialRequest['to']['kind'] = 'number',
): Switch {
  const real = world.switch;
  let listener: SwitchListener | undefined;
  const start = (given: SwitchListener): Promise<void> => real.start((listener = given));
  const dial = (request: DialRequest): Promise<DialAck> => {
    asked.push(request);
    const ack = request.to.kind === those ? acks.shift() : undefined;
    const late = { sipStatus: null, answered: false, hungUpBy: 'unknown' } as const;
    if (ack?.kind === 'sent')
      world.clock.at(world.clock.now() + 100, () =>
        listener?.ended({ id: request.id, at: world.clock.now(), cause: 'SWITCH_REFUSED', ...late }),
      );
    return ack ? Promise.resolve(ack) : real.dial(request);
  };
  const proxy = new Proxy(real, {
    get: (target, name) => {
      if (name === 'dial') return dial;
      if (name === 'start') return start;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return proxy;
}

const full: DialAck = { kind: 'refused', detail: '-ERR DESTINATION_OUT_OF_ORDER', retryMs: 5_000 };

describe('a switch that refuses a call', () => {
  it('for it is full is tried again later, and no attempt is used up', async () => {
    const world = await World.create({ composed: false, service: { options: { _max_dial_attempts: 1 } } });
    await world.compose({ switch: refusing(world, [full, full, full]) });
    await book(world, CUSTOMER);
    const record = await world.completed();
    expect(record).toMatchObject({
      reason: 'AGENT_CONNECTED',
      attempts: [{ number: 1, result: 'CONNECTED' }],
    });
    expect(world.ringsOf(CUSTOMER)).toBe(1);
    await expectNothingLeft(world);
    await world.close();
  });

  it('only after it seemed to take it is tried again too', async () => {
    const world = await World.create({ composed: false, service: { options: { _max_dial_attempts: 1 } } });
    await world.compose({ switch: refusing(world, [{ kind: 'sent', switchName: 'memory' }]) });
    await book(world, CUSTOMER);
    const record = await world.completed();
    expect(record).toMatchObject({
      reason: 'AGENT_CONNECTED',
      attempts: [{ number: 1, result: 'CONNECTED' }],
    });
    await expectNothingLeft(world);
    await world.close();
  });

  it('to an agent is over in the books, and the customer goes to another one', async () => {
    const world = await World.create({ composed: false });
    const asked: DialRequest[] = [];
    await world.compose({ switch: refusing(world, [full], asked, 'phone') });
    await book(world, CUSTOMER);
    expect(await world.completed()).toMatchObject({ reason: 'AGENT_CONNECTED' });
    const [refused] = asked.filter(({ to }) => to.kind === 'phone');
    const record = await world.store.interactions.get(refused?.id ?? '');
    expect(record?.outcome).toMatchObject({ kind: 'failed', reason: 'SWITCH_REFUSED' });
    await expectNothingLeft(world);
    await world.close();
  });

  it('that it will never take uses an attempt up, and leaves no call behind', async () => {
    const world = await World.create({ composed: false, service: { options: { _max_dial_attempts: 2 } } });
    const never: DialAck = { kind: 'refused', detail: '-ERR INVALID_GATEWAY' };
    await world.compose({ switch: refusing(world, [never, never]) });
    await book(world, CUSTOMER);
    const record = await world.completed();
    expect(record).toMatchObject({ reason: 'FAIL_CALL_TO_CUSTOMER', lastDialResult: 'CREATE_CALL_ERROR' });
    expect(record.attempts).toHaveLength(2);
    await expectNothingLeft(world);
    await world.close();
  });
});

describe('what the phone shows', () => {
  it('is the number and the name of the service, or those of its options', async () => {
    const world = await World.create({ composed: false });
    const asked: DialRequest[] = [];
    await world.compose({ switch: refusing(world, [], asked) });
    await book(world, CUSTOMER);
    await world.completed();
    expect(asked[0]).toMatchObject({
      to: { kind: 'number', number: CUSTOMER },
      callerId: { number: '+12025550100', name: 'Ringback' },
    });
    await world.close();
  });

  it('and what is dialled before the number follow the options of the service', async () => {
    const options = {
      _calling_party_number: '+12025550199',
      _calling_party_display_name: 'Shop',
      _prefix_dial_out: '9',
    };
    const world = await World.create({ composed: false, service: { options } });
    const asked: DialRequest[] = [];
    await world.compose({ switch: refusing(world, [], asked) });
    await book(world, CUSTOMER);
    await world.completed();
    expect(asked[0]).toMatchObject({
      to: { kind: 'number', number: CUSTOMER, prefix: '9' },
      callerId: { number: '+12025550199', name: 'Shop' },
    });
    await world.close();
  });
});
