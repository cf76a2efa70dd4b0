import fc from 'fast-check';
import { expect, test } from 'vitest';

import { onlyGateway, type Gateway } from '../../../src/callback/gateway.ts';
import { dialString, EncodingError, legToDial } from '../../../src/switch/freeswitch/encoding.ts';
import type { PhoneLine } from '../../../src/switch/person.ts';
import type { SwitchCall, TransferOrder, TransferOutcome, UnderWay } from '../../../src/switch/switch.ts';
import { transferDestination } from '../../../src/voice/transfer-destination.ts';
import { transferResult } from '../../../src/voice/transfer-result.ts';
import { eventually } from '../../support/eventually.ts';
import { dialRequest } from '../../support/freeswitch-under-test.ts';
import { parseOriginateLine } from '../../support/freeswitch-parser.ts';
import { phoneAt, ringIn, site, type Site } from '../../support/simulated-site.ts';

const FAR = '+14155550177';
const order = (more: Partial<TransferOrder> = {}): TransferOrder => ({
  kind: 'bridge',
  to: { kind: 'number', number: FAR },
  ...{ timeoutS: 20, maxTimeMs: null, audio: null, variables: {} },
  ...more,
});

interface Caller extends Site {
  call: SwitchCall;
  line: PhoneLine;
}

async function answered(gateways?: Gateway[]): Promise<Caller> {
  const at = await site(gateways ? { gateways } : {});
  const caller = await ringIn(at);
  await caller.call.answer();
  return { ...at, ...caller };
}

/** The two talk. */
async function joined(
  caller: Caller,
  more: Partial<TransferOrder> = {},
): Promise<{ far: PhoneLine; transfer: UnderWay<TransferOutcome> }> {
  const phone = phoneAt(caller, FAR);
  const transfer = caller.call.transfer(order(more));
  const far = await phone.line();
  far.answer();
  return { far, transfer };
}

test.each<[string, (caller: Caller, far: PhoneLine, transfer: UnderWay<TransferOutcome>) => unknown, string]>(
  [
    ['the far end hangs up', (_, far) => far.hangUp(), 'far-end'],
    ['a key of the caller stops it', ({ line }) => line.press('*'), 'stopped'],
  ],
)('two who talk are apart when %s', async (_, act, end) => {
  const caller = await answered();
  const { far, transfer } = await joined(caller);
  caller.call.onKey(({ key }) => {
    if (key === '*') void transfer.stop();
  });
  act(caller, far, transfer);
  expect(await transfer.done).toMatchObject({ kind: 'talked', end });
  expect(caller.call.ended).toBe(false);
  expect((await caller.call.play([{ kind: 'silence', ms: 100 }]).done).kind).toBe('played');
});

test('a caller who hangs up, at whatever moment, has hung up', async () => {
  const caller = await answered();
  const { transfer } = await joined(caller);
  caller.line.hangUp();
  expect(transferResult(await transfer.done).result).toBe('hangup');
  expect(caller.call.ended).toBe(true);
});

test('two talk no longer than they may', async () => {
  const caller = await answered();
  const { transfer } = await joined(caller, { maxTimeMs: 2_000 });
  expect(await transfer.done).toMatchObject({ kind: 'talked', end: 'maxtime' });
  expect(caller.call.ended).toBe(false);
});

test('who does not answer, is busy or cannot be reached is told apart, and the caller stays', async () => {
  const caller = await answered();
  const busy = phoneAt(caller, FAR);
  const first = caller.call.transfer(order());
  (await busy.line()).reject(486);
  expect(await first.done).toEqual({ kind: 'failed', cause: 'USER_BUSY' });
  phoneAt(caller, FAR);
  expect(await caller.call.transfer(order({ timeoutS: 2 })).done).toEqual({
    kind: 'failed',
    cause: 'NO_ANSWER',
  });
  const hostile = { kind: 'number', number: '+1},{x' } as const;
  expect(await caller.call.transfer(order({ to: hostile })).done).toEqual({
    kind: 'failed',
    cause: 'INVALID_NUMBER_FORMAT',
  });
  expect(caller.call.ended).toBe(false);
});

test('while it rings it can be stopped, and a caller who leaves takes the ringing along', async () => {
  const caller = await answered();
  const phone = phoneAt(caller, FAR);
  const stopped = caller.call.transfer(order());
  await phone.line();
  await stopped.stop();
  expect(await stopped.done).toEqual({ kind: 'stopped' });
  const again = phoneAt(caller, FAR);
  const left = caller.call.transfer(order());
  await again.line();
  caller.line.hangUp();
  expect(await left.done).toEqual({ kind: 'call-ended' });
  await eventually(() => caller.ended.find(({ id }) => id === caller.call.id));
  expect(caller.ended).toHaveLength(1);
});

test.each(['blind', 'consultation'] as const)(
  'after a transfer of kind %s the caller is the switch’s own',
  async (kind) => {
    const caller = await answered();
    const phone = phoneAt(caller, FAR);
    const transfer = caller.call.transfer(order({ kind }));
    const far = await phone.line();
    far.answer();
    expect(await transfer.done).toEqual({ kind: 'transferred' });
    expect(caller.call.ended).toBe(true);
    expect(await caller.fleet.lookup(caller.call.id)).toBe('alive');
    far.hangUp();
    await eventually(() => caller.ended.find(({ id }) => id === caller.call.id));
  },
);

test('a consultation that nobody answers leaves the caller with us', async () => {
  const caller = await answered();
  phoneAt(caller, FAR);
  const transfer = caller.call.transfer(order({ kind: 'consultation', timeoutS: 1 }));
  expect(await transfer.done).toEqual({ kind: 'failed', cause: 'NO_ANSWER' });
  expect(caller.call.ended).toBe(false);
});

const gateway = (name: string, changes: Partial<Gateway> = {}): Gateway => ({
  ...onlyGateway(`sofia/gateway/${name}/{number}`),
  name,
  ...changes,
});

test('a transfer goes by the next gateway where the first one is certain not to have rung anybody', async () => {
  // The simulated switch has no gateway of the name `unknown`.
  const caller = await answered([gateway('unknown'), gateway('trunk', { priority: 1 })]);
  const phone = phoneAt(caller, FAR);
  const transfer = caller.call.transfer(order());
  const far = await phone.line();
  far.answer();
  far.hangUp();
  expect(await transfer.done).toMatchObject({ kind: 'talked', end: 'far-end' });
  expect(caller.world.switch.rings()).toHaveLength(1);
});

test.each<[string, number, boolean, number]>([
  ['refuses for itself before anything rings', 503, false, 2],
  ['refuses after it has rung', 503, true, 1],
  ['is busy', 486, false, 1],
])('a gateway that %s is asked so often: %s', async (_, status, rings, times) => {
  const caller = await answered([gateway('trunk'), gateway('other', { priority: 1 })]);
  caller.world.people.register(FAR, {
    on: (line) => (perception) => {
      if (perception.kind !== 'ringing') return;
      if (rings) line.progress();
      line.reject(status);
    },
  });
  expect((await caller.call.transfer(order()).done).kind).toBe('failed');
  expect(caller.world.switch.rings()).toHaveLength(times);
});

test('a caller sent off blindly goes by the next gateway too, as long as nothing has rung', async () => {
  const caller = await answered([
    gateway('unknown'),
    gateway('trunk', { priority: 1 }),
    gateway('other', { priority: 2 }),
  ]);
  let rung = 0;
  const far = Promise.withResolvers<PhoneLine>();
  caller.world.people.register(FAR, {
    on: (line) => (perception) => {
      if (perception.kind !== 'ringing') return;
      if (rung++ === 0) line.reject(503);
      else far.resolve(line);
    },
  });
  const transfer = caller.call.transfer(order({ kind: 'blind' }));
  (await far.promise).progress();
  expect(await transfer.done).toEqual({ kind: 'transferred' });
  expect(caller.world.switch.rings()).toHaveLength(2);
  // It rings: whoever refuses now ends the call.
  (await far.promise).reject(503);
  await eventually(() => caller.ended.find(({ id }) => id === caller.call.id));
  expect(caller.world.switch.rings()).toHaveLength(2);
});

test.each([
  ['busy', 486, 'USER_BUSY'],
  ['unknown', 404, 'UNALLOCATED_NUMBER'],
])('a caller sent off to a number that is %s, and never rang, comes back', async (_, status, cause) => {
  const caller = await answered([gateway('trunk'), gateway('other', { priority: 1 })]);
  caller.world.people.register(FAR, {
    on: (line) => (perception) => {
      if (perception.kind === 'ringing') line.reject(status);
    },
  });
  expect(await caller.call.transfer(order({ kind: 'blind' })).done).toEqual({ kind: 'failed', cause });
  expect(caller.world.switch.rings()).toHaveLength(1);
  expect((await caller.call.play([{ kind: 'silence', ms: 100 }]).done).kind).toBe('played');
});

test.each(['blind', 'consultation'] as const)(
  'who was handed over (%s) is on the gateway until the two have talked',
  async (kind) => {
    const caller = await answered([gateway('small', { calls: 1 })]);
    const phone = phoneAt(caller, FAR);
    const transfer = caller.call.transfer(order({ kind }));
    const far = await phone.line();
    far.answer();
    expect(await transfer.done).toEqual({ kind: 'transferred' });
    phoneAt(caller, '+14155550178');
    const to = { kind: 'number', number: '+14155550178' } as const;
    expect(await caller.fleet.dial(dialRequest('second', { to }))).toMatchObject({ kind: 'refused' });
    far.hangUp();
    await eventually(() => caller.ended.find(({ id }) => id === caller.call.id));
    expect(await caller.fleet.dial(dialRequest('third', { to }))).toMatchObject({ kind: 'sent' });
  },
);

test('a number that no gateway takes is not dialled, nor is one whose gateways are full', async () => {
  const caller = await answered([gateway('germany', { prefixes: ['+49'] })]);
  expect(await caller.call.transfer(order()).done).toEqual({ kind: 'failed', cause: 'NO_ROUTE_DESTINATION' });
  const full = await answered([gateway('small', { calls: 1 })]);
  phoneAt(full, '+14155550178');
  await full.fleet.dial(dialRequest('other', { to: { kind: 'number', number: '+14155550178' } }));
  expect(await full.call.transfer(order()).done).toEqual({ kind: 'failed', cause: 'SWITCH_CONGESTION' });
});

test('no address and no user-to-user text breaks out of the dial string', async () => {
  const check = (number: string): Promise<{ ok: true; number: string }> =>
    Promise.resolve({ ok: true, number });
  const templates = {
    dialNumber: 'sofia/gateway/trunk/{number}',
    dialPhone: '{phone}',
    dialUri: 'sofia/external/{uri}',
  };
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom(...Array.from(`,;={}[]<>()'"\\$!|^@%&: +1\n\r\0`), '${'),
      fc.string({ unit: 'grapheme', maxLength: 2 }),
    ),
  });
  await fc.assert(
    fc.asyncProperty(text, text, async (address, aai) => {
      const found = await transferDestination(`tel:${address}`, check);
      if (found.kind === 'refused') return;
      let dialled: string;
      try {
        dialled = dialString(found.to, templates);
      } catch (error) {
        expect(error).toBeInstanceOf(EncodingError);
        return;
      }
      const parsed = parseOriginateLine(`${legToDial({ aai, last: 'x' }, dialled)} end`);
      expect(parsed.dialString).toMatch(/^sofia\/gateway\/trunk\/\+?[0-9]+$/);
      expect(parsed.variables.map(([name]) => name)).toEqual(['aai', 'last']);
      expect(parsed.rest).toEqual(['end']);
    }),
    { numRuns: 500 },
  );
});

/** Resolves when the gateway takes a call again. */
async function roomOn({ fleet }: Caller): Promise<void> {
  for (let again = 0; ; again++) {
    if ((await fleet.dial(dialRequest(`later-${again}`))).kind === 'sent') return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a far end that was lost with the connections to the switch does not count on the gateway for ever', async () => {
  const caller = await answered([gateway('small', { calls: 1 })]);
  const { far, transfer } = await joined(caller, { kind: 'blind' });
  await transfer.done;
  const esl = await caller.world.client('HEARTBEAT');
  esl.socket.write('api sim drop\n\n');
  await eventually(() => !caller.fleet.health()[0]?.up);
  far.hangUp();
  await eventually(() => caller.fleet.health()[0]?.up);
  await roomOn(caller);
});
