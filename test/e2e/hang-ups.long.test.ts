import { describe, expect, it } from 'vitest';

import { agentPhone, pressesKey } from '../../src/simulation/people.ts';
import { textPhone } from '../../src/simulation/text-phone.ts';
import type { Perception, Person } from '../../src/switch/person.ts';
import { book, CUSTOMER, expectNothingLeft } from '../support/behaviours.ts';
import { World, type WorldOptions } from '../support/world.ts';

const AGENT = 'user/1001';
const agentFirst = { _userterminated_first_connect_party: 'AGENT' };

/** What was noticed on a line, and when by the world's clock: two worlds are alike until somebody hangs up. */
interface Noticed {
  at: number;
  kind: Perception['kind'];
}

/** Somebody who hangs up the first of their lines at a moment, or at none; `noticed` is told what was noticed there. */
function leaving(world: World, person: Person, moment: number | null, noticed: Noticed[]): Person {
  let lines = 0;
  return {
    on(line) {
      const perceive = person.on(line);
      if (lines++ > 0) return perceive;
      if (moment !== null) world.clock.at(moment, () => line.hangUp());
      return (perception) => {
        noticed.push({ at: world.clock.now(), kind: perception.kind });
        perceive(perception);
      };
    },
  };
}

interface Way {
  name: string;
  service: WorldOptions['service'];
  /** A caller is on the line and waits; left out: a callback. */
  live?: boolean;
}

const ways: Way[] = [
  { name: 'customer first', service: {} },
  { name: 'customer first, and a whisper', service: { whisperDialog: 'whisper' } },
  { name: 'an agent reserved before', service: { options: { _reserve_before_dial: true } } },
  { name: 'agent first', service: { options: agentFirst } },
  { name: 'agent first, and a whisper', service: { whisperDialog: 'whisper', options: agentFirst } },
  { name: 'a caller who waits', service: {}, live: true },
  { name: 'a caller who waits, and a whisper', service: { whisperDialog: 'whisper' }, live: true },
];

interface Scene {
  world: World;
  /** What was noticed on the first line of each side. */
  customer: Noticed[];
  agent: Noticed[];
}

/** Connects the two, of whom one hangs up at a moment; until nothing happens any more. */
async function connect(
  way: Way,
  leaves: { side: 'customer' | 'agent'; moment: number } | null,
): Promise<Scene> {
  const world = await World.create({ service: way.service ?? {}, talkMs: 20_000 });
  const scene: Scene = { world, customer: [], agent: [] };
  const at = (side: 'customer' | 'agent'): number | null => (leaves?.side === side ? leaves.moment : null);
  const desk = agentPhone(world, { answerMs: 1_000, talkMs: 20_000 });
  world.people.register(AGENT, leaving(world, desk, at('agent'), scene.agent));
  if (way.live) {
    const caller = textPhone(world, { keys: ['2'], onPerception: () => undefined });
    world.switch.ring(leaving(world, caller, at('customer'), scene.customer), { from: CUSTOMER, to: '8000' });
  } else {
    world.people.register(CUSTOMER, leaving(world, pressesKey(world), at('customer'), scene.customer));
    await book(world, CUSTOMER, { first_name: 'Grace' });
    await world.completed();
  }
  await world.clock.advance(600_000);
  return scene;
}

/** Moments at which one side can hang up once it has answered: just after anything was noticed on either, and later. */
function moments({ customer, agent }: Scene, side: 'customer' | 'agent'): number[] {
  const own = side === 'customer' ? customer : agent;
  const at = (kind: Noticed['kind']): number => own.find((one) => one.kind === kind)?.at ?? 0;
  const all = [...customer, ...agent].flatMap((one) => [one.at + 1, one.at + 400]);
  return [...new Set(all)]
    .filter((moment) => moment > at('connected') && moment < at('hung-up'))
    .sort((one, other) => one - other);
}

/** Whatever happened, it is over for everybody, and nobody is kept from the next call. */
async function expectOver({ world, customer, agent }: Scene): Promise<void> {
  for (const noticed of [customer, agent])
    if (noticed.some(({ kind }) => kind === 'connected')) expect(noticed.at(-1)?.kind).toBe('hung-up');
  expect(world.ringback.router.state().agents.find(({ id }) => id === '1001')?.state).toBe('ready');
  await expectNothingLeft(world);
}

const joined = (noticed: readonly Noticed[]): boolean => noticed.some(({ kind }) => kind === 'joined');

describe.each(ways)('$name', (way) => {
  it('a customer who hangs up, at whatever moment, has hung up, and is not rung for the same attempt again', async () => {
    const undisturbed = await connect(way, null);
    await undisturbed.world.close();
    expect(joined(undisturbed.customer)).toBe(true);
    const all = moments(undisturbed, 'customer');
    expect(all.length).toBeGreaterThan(6);
    for (const moment of all) {
      const scene = await connect(way, { side: 'customer', moment });
      const callback = await scene.world.callback();
      const first = callback?.attempts[0];
      if (callback)
        expect([moment, first?.result, callback.reason]).toEqual([
          moment,
          ...(joined(scene.customer)
            ? ['CONNECTED', 'AGENT_CONNECTED']
            : first?.result === 'CONNECTED'
              ? ['CONNECTED', 'FAIL_INTERACTION_DELETED']
              : ['PERSON', 'AGENT_CONNECTED']),
        ]);
      await expectOver(scene);
      await scene.world.close();
    }
  }, 120_000);

  it('an agent who hangs up before the two are joined loses the call, and the customer is served all the same', async () => {
    const undisturbed = await connect(way, null);
    await undisturbed.world.close();
    const all = moments(undisturbed, 'agent');
    expect(all.length).toBeGreaterThan(1);
    for (const moment of all) {
      const scene = await connect(way, { side: 'agent', moment });
      const callback = await scene.world.callback();
      if (callback) expect([moment, callback.reason]).toEqual([moment, 'AGENT_CONNECTED']);
      expect([moment, joined(scene.customer)]).toEqual([moment, true]);
      expect(scene.world.ringsOf(CUSTOMER)).toBe(way.live ? 0 : 1);
      await expectOver(scene);
      await scene.world.close();
    }
  }, 120_000);
});
