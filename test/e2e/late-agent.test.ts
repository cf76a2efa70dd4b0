import { describe, expect, it } from 'vitest';

import { recordingOf } from '../../src/app/recording.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createChartRunner } from '../../src/scxml/chart-runner.ts';
import { explain } from '../../src/strategy/explain.ts';
import type { Perception } from '../../src/switch/person.ts';
import { book, CUSTOMER, expectNothingLeft } from '../support/behaviours.ts';
import { World, type Heard, type WorldOptions } from '../support/world.ts';

/** How long an agent is reserved; the phone rings for longer. */
const RESERVED_MS = 5_000;
const TALK_MS = 20_000;
const OTHER = '+14155550177';

/** A line of the agent: what was noticed on it, and for whom the router held the agent as two were joined. */
interface Line {
  id: string;
  noticed: Perception['kind'][];
  heldFor: string | null;
}

/** The agent's phone: its first lines are answered after so long, all others after a second. */
function agentWith(world: World, answersMs: readonly number[]): Line[] {
  const lines: Line[] = [];
  world.people.register('user/1001', {
    on(line) {
      const heard: Line = { id: line.id, noticed: [], heldFor: null };
      const answerMs = answersMs[lines.length] ?? 1_000;
      lines.push(heard);
      return ({ kind }) => {
        heard.noticed.push(kind);
        const after = (ms: number, act: () => void): unknown => world.clock.at(world.clock.now() + ms, act);
        if (kind === 'ringing') after(answerMs, () => line.answer());
        if (kind !== 'joined') return;
        heard.heldFor = world.ringback.router.agent('1001')?.entry?.id ?? null;
        after(TALK_MS, () => line.hangUp());
      };
    },
  });
  return lines;
}

/** When the agent answers the first customer's ring and the other one's: around the ends of both reservations. */
const moments = [
  [4_999, 1],
  [5_000, 4_999],
  [5_001, 1],
  [7_000, 1],
  [9_001, 4_000],
  [9_999, 5_001],
  [14_900, 14_900],
];

interface Way {
  name: string;
  service?: NonNullable<WorldOptions['service']>;
  /** The first customer is a caller on the line; left out: a callback. */
  live?: boolean;
}

const ways: Way[] = [
  { name: 'a customer who was called back' },
  { name: 'a customer who was called back, and a whisper', service: { whisperDialog: 'whisper' } },
  { name: 'a caller who waits', live: true },
  { name: 'a caller who waits, and a whisper', service: { whisperDialog: 'whisper' }, live: true },
];

interface Scene {
  world: World;
  lines: Line[];
  /** What the first customer noticed, and the other one. */
  first: Heard[];
  other: Heard[];
}

/** The first customer is given the only agent, and another one waits. */
async function twoWait({ service, live }: Way, answersMs: readonly number[]): Promise<Scene> {
  const world = await World.create({
    service: { ...service, options: { _agent_reserve_timeout: RESERVED_MS / 1_000 } },
  });
  const lines = agentWith(world, answersMs);
  let first: Heard[];
  if (live) first = world.ring(CUSTOMER, ['2']).heard;
  else {
    first = world.phone(CUSTOMER, ['1']).heard;
    await book(world, CUSTOMER);
  }
  await world.clock.advance(1);
  const other = world.ring(OTHER, ['2']).heard;
  await world.until(() => lines.length > 0, "a ring at the agent's phone");
  return { world, lines, first, other };
}

const noticed = (heard: Heard[], kind: Perception['kind']): boolean =>
  heard.some(({ perception }) => perception.kind === kind);

/** Ids by which the router knows whom the joined lines of the agent were joined with. */
async function customersOf({ world, lines }: Scene): Promise<(string | null)[]> {
  const joined = lines.filter((line) => line.noticed.includes('joined'));
  return Promise.all(
    joined.map(async ({ id }) => {
      const { bridgedWith } = await world.interaction(id);
      const leg = await world.interaction(bridgedWith ?? '');
      return leg.party === 'caller' ? leg.id : leg.callbackId;
    }),
  );
}

/** Both have talked with the agent whom the router gave them, once, and nothing is left. */
async function expectServed(scene: Scene): Promise<void> {
  const { world, lines, first, other } = scene;
  await world.until(() => noticed(first, 'joined') && noticed(other, 'joined'), 'two conversations');
  await world.clock.advance(120_000);
  const joined = lines.filter((line) => line.noticed.includes('joined'));
  expect(joined).toHaveLength(2);
  expect(joined.map(({ heldFor }) => heldFor)).toEqual(await customersOf(scene));
  for (const line of lines) expect(line.noticed.at(-1)).toBe('hung-up');
  for (const heard of [first, other])
    expect(heard.filter(({ perception }) => perception.kind === 'hung-up')).toHaveLength(1);
  const callback = await world.callback();
  if (callback) {
    expect(callback).toMatchObject({ reason: 'AGENT_CONNECTED', attempts: [{ result: 'CONNECTED' }] });
    expect(world.ringsOf(CUSTOMER)).toBe(1);
  }
  expect(world.ringback.router.agent('1001')?.agent.state).toBe('ready');
  await expectNothingLeft(world);
}

describe.each(ways)('$name', (way) => {
  it('is not joined with an agent who answers late and is another caller’s by then, and waits for the next', async () => {
    const scene = await twoWait(way, [8_000, 4_000]);
    const { world, lines, first, other } = scene;
    await world.until(() => lines.length > 1, 'a ring for the other caller');
    const held = world.ringback.router.agent('1001')?.entry?.id;
    await world.until(() => lines[0]?.noticed.includes('hung-up') === true, 'the end of the late line');
    expect(lines[0]?.noticed).not.toContain('joined');
    expect(noticed(first, 'hung-up')).toBe(false);
    expect(world.ringback.router.agent('1001')?.entry?.id).toBe(held);
    await world.until(() => noticed(other, 'joined'), 'a conversation of the other caller');
    expect(noticed(first, 'joined')).toBe(false);
    expect(first.at(-1)?.perception).toMatchObject({ kind: 'hears', sound: { kind: 'music' } });
    await expectServed(scene);
    await world.close();
  });

  it('talks with the agent or waits for the next, at whatever moment the agent answers', async () => {
    for (const answersMs of moments) {
      const scene = await twoWait(way, answersMs);
      await expectServed(scene);
      await scene.world.close();
    }
  });
});

it('the story of the callback says that the agent was late', async () => {
  const scene = await twoWait({ name: 'a callback' }, [8_000, 4_000]);
  await expectServed(scene);
  const { world } = scene;
  const runner = await createChartRunner({ threads: 0, clock: systemClock });
  const sentences: string[] = [];
  const { sessionId } = (await world.callback()) ?? {};
  for await (const step of explain(await recordingOf(world.store, sessionId ?? ''), runner))
    sentences.push(...step.sentences);
  await runner.close();
  await world.close();
  expect(sentences.join(' ')).toContain(
    "description answered too late: agent 1001 is another caller's by now)",
  );
});
