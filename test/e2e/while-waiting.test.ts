import { afterEach, describe, expect, it } from 'vitest';

import { setAgentState } from '../../src/app/set-agent-state.ts';
import { CUSTOMER, expectNothingLeft } from '../support/behaviours.ts';
import { World, type Heard } from '../support/world.ts';

const EVERY_MS = 120_000;

let world: World;
afterEach(() => world.close());

/** A caller who stays on the line, in a world whose only agent is away. */
async function waits(keys: string[] = []): Promise<{ id: string; heard: Heard[] }> {
  world = await World.create({ service: { comfortEveryMs: EVERY_MS } });
  await agent('not-ready');
  const call = world.ring(CUSTOMER, ['2', ...keys]);
  await world.clock.advance(60_000);
  return call;
}

function agent(to: 'ready' | 'not-ready'): Promise<unknown> {
  const { app, router } = world.ringback;
  return setAgentState(app, router, { agentId: '1001', to, reason: null });
}

/** What was said, and `music` where there was some. */
function sounds(heard: Heard[]): string[] {
  return heard.flatMap(({ perception }) => {
    if (perception.kind !== 'hears') return [];
    return [perception.sound.kind === 'text' ? perception.sound.text : perception.sound.kind];
  });
}

function talks(heard: Heard[]): boolean {
  return heard.some(({ perception }) => perception.kind === 'joined');
}

const PLACE = /^You are number 1 in the queue and will wait [a-z0-9 ]+\. ?$/;
const OFFER = /^To keep your place and be called back, press 1\./;

describe('a caller who waits with music', () => {
  it('hears place, wait and the offer again every two minutes, and music in between', async () => {
    const { id, heard } = await waits();
    expect(sounds(heard)).toEqual([expect.stringMatching(/^You would wait/), 'music']);
    await world.clock.advance(2.75 * EVERY_MS);
    const comfort = [expect.stringMatching(PLACE), expect.stringMatching(OFFER), 'music'];
    expect(sounds(heard).slice(2)).toEqual([...comfort, ...comfort]);
    expect(world.ringback.router.state().entries).toMatchObject([{ id, mode: 'waiting' }]);
    await agent('ready');
    await world.until(() => talks(heard), 'a conversation');
    await world.clock.advance(60_000);
    await expectNothingLeft(world);
  });

  it('takes the offer and is called back, in the place of the call', async () => {
    const { id, heard } = await waits(['1', '1']);
    const { arrivedAt } = await world.interaction(id);
    await world.until(async () => (await world.callbacks()).length === 1, 'a callback');
    await world.clock.advance(60_000);
    const [record] = await world.callbacks();
    expect(record).toMatchObject({ customerNumber: CUSTOMER, placeAt: arrivedAt });
    expect((await world.interaction(id)).outcome).toMatchObject({ kind: 'rejected', reason: 'Callback' });
    expect((await world.interaction(id)).userData).toMatchObject({ _CB_SERVICE_ID: record?.id });
    expect(sounds(heard).at(-1)).toMatch(/Goodbye/);
    await agent('ready');
    expect(await world.completed()).toMatchObject({ reason: 'AGENT_CONNECTED' });
    await expectNothingLeft(world);
  });

  it('is connected when an agent comes in the midst of it', async () => {
    const { heard } = await waits();
    await world.until(() => sounds(heard).some((one) => PLACE.test(one)), 'the place');
    await agent('ready');
    await world.until(() => talks(heard), 'a conversation');
    expect(
      sounds(heard)
        .slice(2)
        .every((one) => PLACE.test(one) || OFFER.test(one) || one === 'music'),
    ).toBe(true);
    await world.clock.advance(60_000);
    expect(await world.callbacks()).toEqual([]);
    await expectNothingLeft(world);
  });

  it('hangs up in the midst of it, and nothing is left', async () => {
    const { heard } = await waits(['hangup']);
    await world.until(() => heard.some(({ perception }) => perception.kind === 'hung-up'), 'a hang-up');
    await world.clock.advance(EVERY_MS * 2);
    expect(world.ringback.router.state().entries).toEqual([]);
    await expectNothingLeft(world);
  });
});
