import { expect, it, onTestFinished } from 'vitest';

import { silentLogger } from '../../../src/core/logger.ts';
import { apiCommand } from '../../../src/switch/freeswitch/encoding.ts';
import { EslConnection } from '../../../src/switch/freeswitch/esl-connection.ts';
import type { EslReply } from '../../../src/switch/freeswitch/esl-replies.ts';
import { eventually } from '../../support/eventually.ts';
import { dialRequest } from '../../support/freeswitch-under-test.ts';
import { reach, site, type Site } from '../../support/simulated-site.ts';
import { simulatedWorld } from '../simulated/simulated-world.ts';

/** Commands with the answer that each has, and no other one. */
const known: [words: string[], answer: RegExp][] = [
  [['global_getvar', 'hostname'], /^simulated\.example$/],
  [['module_exists', 'mod_sofia'], /^true$/],
  [['module_exists', 'mod_none'], /^false$/],
  [['version'], /^FreeSWITCH Version/],
  [['show', 'channels', 'count', 'as', 'json'], /^\{"row_count":0\}$/],
];

async function sim({ world }: Site, words: string): Promise<void> {
  const esl = await world.client('HEARTBEAT');
  expect(await esl.api(`sim ${words}`)).toBe('+OK\n');
  esl.socket.destroy();
}

const ringsOf = ({ world }: Site, id: string): number =>
  world.switch.rings().filter(({ attempt }) => attempt === id).length;

it('answers that come when nobody waits for them any more are not taken for those of later commands', async () => {
  const world = await simulatedWorld();
  const { clock } = world.scene;
  const line = new EslConnection(
    { host: '127.0.0.1', port: world.switch.port, password: 'ClueCon', events: [], clock, log: silentLogger },
    { event: () => undefined, up: () => undefined, down: () => undefined },
  );
  onTestFinished(() => line.stop());
  await line.start();
  const ask = (timeoutMs: number): Promise<EslReply>[] =>
    known.map(([[name = '', ...words]]) => line.send(apiCommand(name, ...words), timeoutMs));
  const fault = await world.client('HEARTBEAT');
  for (let round = 0; round < 5; round++) {
    await fault.api('sim mute 2000');
    const late = await Promise.all(ask(200));
    expect(late.map(({ kind }) => kind)).toEqual(known.map(() => 'lost'));
    // Asked while the late answers are still to come.
    const replies = await Promise.all(ask(60_000));
    for (const [index, [, answer]] of known.entries()) expect(replies[index]?.text).toMatch(answer);
  }
});

it('a switch that hangs for long rings nobody twice, and is there again when it answers', async () => {
  const at = await site();
  await sim(at, 'mute 15000');
  expect(await at.fleet.dial(dialRequest('leg-1'))).toMatchObject({ kind: 'sent' });
  await eventually(() => at.arrived.find(({ id }) => id === 'leg-1'));
  expect(ringsOf(at, 'leg-1')).toBe(1);
  expect(await at.fleet.dial(dialRequest('leg-1'))).toMatchObject({ kind: 'refused' });
  expect(ringsOf(at, 'leg-1')).toBe(1);
});

it('a switch that answers on one connection only loses no call, and what was asked of the others follows', async () => {
  const at = await site();
  const talking = await reach(at, 'leg-1', '+14155550101');
  // The oldest connection is the one for dialling: control, events and the doors stand still.
  await sim(at, 'one 8000');
  expect(await at.fleet.dial(dialRequest('leg-2'))).toMatchObject({ kind: 'sent' });
  const hangingUp = talking.hangup('NORMAL_CLEARING');
  await eventually(() => at.arrived.find(({ id }) => id === 'leg-2'));
  await hangingUp;
  await eventually(() => at.ended.find(({ id }) => id === 'leg-1'));
  expect([ringsOf(at, 'leg-1'), ringsOf(at, 'leg-2')]).toEqual([1, 1]);
  expect(await at.fleet.lookup('leg-2')).toBe('alive');
});

it('a flood of events of others hides nothing of our calls, and none of it is taken for theirs', async () => {
  const at = await site();
  const call = await reach(at, 'leg-1', '+14155550101');
  await sim(at, 'flood 20000');
  expect(await at.fleet.lookup('leg-1')).toBe('alive');
  expect(at.ended).toEqual([]);
  await call.hangup('NORMAL_CLEARING');
  await eventually(() => at.ended.length > 0);
  expect(at.ended.map(({ id }) => id)).toEqual(['leg-1']);
  expect(at.fleet.health()).toMatchObject([{ up: true, calls: 0 }]);
});

it('events that come late tell of each end once, in whatever order jobs and hang-ups are told', async () => {
  const at = await site();
  await sim(at, 'lag 3000');
  const ids = Array.from({ length: 12 }, (_, index) => `leg-${index}`);
  const busy = { to: { kind: 'number', number: '+14155550102' } } as const;
  for (const id of ids) expect(await at.fleet.dial(dialRequest(id, busy))).toMatchObject({ kind: 'sent' });
  await eventually(() => at.ended.length >= ids.length);
  await sim(at, 'lag 0');
  expect(at.ended.map(({ id }) => id).sort()).toEqual([...ids].sort());
  expect(at.ended.every(({ cause, sipStatus }) => cause === 'USER_BUSY' && sipStatus === 486)).toBe(true);
});
