import { expect, it, onTestFinished } from 'vitest';

import { auditOrder } from '../../src/app/audit-order.ts';
import { setAgentState } from '../../src/app/set-agent-state.ts';
import type { CallbackRecord } from '../../src/callback/record.ts';
import { seededRandom, type Random } from '../../src/core/random.ts';
import { SimulatedLab } from '../support/simulated-lab.ts';
import { RawClient } from '../switch/simulated/raw-client.ts';
import { LabWorld } from './lab-world.ts';

const CALLBACKS = 1_000;
const AT_ONCE = 25;
const BETWEEN_FAULTS_MS = 10_000;
const ATTEMPTS = 2;
const SEED = 20_261_121;

/** Never answers the phone. */
const ABSENT = '1009';
const staff = Array.from({ length: 14 }, (_, index) => `user/${1001 + index}`);

type Act = (lab: SimulatedLab, random: Random) => Promise<unknown>;
const sim =
  (words: string, mostMs?: number): Act =>
  (lab, random) =>
    command(lab, mostMs === undefined ? words : `${words} ${Math.round(random.next() * mostMs)}`);
const over: Act = () => Promise.resolve();

/** What goes wrong, one at a time, and how it ends. */
const faults: [name: string, begins: Act, ends: Act][] = [
  ['restart', (lab) => lab.restart(), over],
  ['hang', sim('sim mute', 8_000), over],
  // Longer than a dial may take: what was asked for is carried out when nobody waits for it any more.
  ['late originates', sim('sim mute 40000'), over],
  ['lost connections', sim('sim drop'), over],
  ['one connection only', sim('sim one', 15_000), over],
  ['flood', sim('sim flood 3000'), over],
  ['lag', sim('sim lag', 4_000), sim('sim lag 0')],
  ['refusals', sim('fsctl pause'), sim('fsctl resume')],
  ['few sessions', sim('fsctl max_sessions 20'), sim('fsctl max_sessions 3000')],
];

async function command(lab: SimulatedLab, words: string): Promise<void> {
  const esl = await RawClient.ready(lab.eslPort, 'HEARTBEAT');
  esl.socket.write(`api ${words}\n\n`);
  await esl.until(() => esl.closed || esl.messages.some(({ body }) => body.startsWith('+OK')));
  esl.socket.destroy();
}

it('of 1,000 callbacks on a switch that misbehaves none is lost, and no attempt rings a phone twice', async () => {
  const random = seededRandom(SEED);
  const lab = await SimulatedLab.start(undefined, { speed: 4, talkMs: 1_000 });
  onTestFinished(() => lab.stop());
  const somebody = { ended: Promise.resolve(0), heard: () => [], header: () => null };
  const world = await LabWorld.open(lab, {
    customer: { ...somebody, dialString: 'sofia/gateway/trunk/{number}' },
    agents: staff.map((dialString) => ({ ...somebody, dialString })),
    team: staff.map(() => ({ skills: { classic: 1 } })),
    options: {
      ...{ _max_dial_attempts: ATTEMPTS, _dial_retry_timeout: 20, _dial_timeout: 10, _wait_for_agent: false },
      ...{ _throttle_callbacks_per_service_1: 0, _max_request_by_time_bucket: 10_000, _cpd_enable: false },
    },
  });
  onTestFinished((context) => world.close(context));
  const { app, router } = world.ringback;

  // Whoever a call could not be put through to was taken for absent, and says soon that this is not so.
  const sayReady = (): void => {
    for (const { id, state } of router.state().agents)
      if (state === 'not-ready' && id !== ABSENT)
        void setAgentState(app, router, { agentId: id, to: 'ready', reason: null });
    again = lab.clock.at(lab.clock.now() + 5_000, sayReady);
  };
  let again = lab.clock.at(lab.clock.now(), sayReady);
  onTestFinished(() => again.cancel());

  const had = new Set<string>();
  for (let booked = 0; booked < CALLBACKS; booked += AT_ONCE) {
    for (let index = booked; index < booked + AT_ONCE; index++) await world.book(numberOf(index));
    const [name, begins, ends] = pick(random);
    had.add(name);
    await begins(lab, random);
    await new Promise<void>((resolve) => lab.clock.at(lab.clock.now() + BETWEEN_FAULTS_MS, resolve));
    await ends(lab, random);
  }
  const records = await world.allCompleted(CALLBACKS);
  await world.sessionsOver();
  await world.callsOver();

  expect(had.size).toBe(faults.length);
  expect(records.filter(({ reason, state }) => reason === null || state !== 'COMPLETED')).toEqual([]);
  expect(records.filter(({ attempts }) => attempts.length > ATTEMPTS)).toEqual([]);
  const attempts = records.flatMap((record) => record.attempts);
  expect(attempts.filter(({ result, endedAt }) => result === null || endedAt === null)).toEqual([]);
  // By the customers' own count: every ring is an attempt's, and no attempt has two.
  const rung = lab.rings().filter(({ phone }) => phone.startsWith('+'));
  expect(new Set(rung.map(({ attempt }) => attempt)).size).toBe(rung.length);
  const made = new Set(attempts.map(({ id }) => id));
  expect(rung.filter(({ attempt }) => !made.has(attempt))).toEqual([]);
  expect(records.filter(({ reason }) => reason === 'AGENT_CONNECTED').length).toBeGreaterThan(CALLBACKS / 4);
  // The router is asked before two are joined: it never has to refuse a conversation that has begun.
  const notConnected = await whyNotConnected(world, records);
  expect(notConnected.filter((why) => why.includes('cannot be set to busy'))).toEqual([]);
  expect((await auditOrder(app)).causes.unexplained).toBeUndefined();
  expect(router.state().entries).toEqual([]);
}, 1_200_000);

/** What sessions were told of agents with whom their customers could not be connected. */
async function whyNotConnected(world: LabWorld, records: readonly CallbackRecord[]): Promise<string[]> {
  const told: string[] = [];
  for (const { sessionId } of records)
    for (const { event } of await world.store.sessions.journal(sessionId ?? ''))
      if (event?.name === 'error.interaction.redirect')
        told.push((event.data as { description: string }).description);
  return told;
}

function pick(random: Random): (typeof faults)[number] {
  return faults[Math.floor(random.next() * faults.length)] ?? ['none', over, over];
}

const areas =
  '201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 251 252 253 254 256 260 262 267 269 270 276 281 301 302'.split(
    ' ',
  );
const difficult = ['0102', '0103', '0104', '0108', '0109'];

/** Another customer each; a fifth of them busy, away, unwilling, or hanging up. */
function numberOf(index: number): string {
  const turn = Math.floor(index / 5);
  if (index % 5 > 0) return `+1202556${String(1_000 + index)}`;
  return `+1${areas[Math.floor(turn / difficult.length)] ?? ''}555${difficult[turn % difficult.length] ?? ''}`;
}
