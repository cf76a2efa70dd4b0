import { describe, expect, it } from 'vitest';

import { cancelCallback } from '../../src/app/cancel-callback.ts';
import { setAgentState } from '../../src/app/set-agent-state.ts';
import { CUSTOMER, expectNothingLeft } from '../support/behaviours.ts';
import { World } from '../support/world.ts';

/** Where a caller can be in the dialog before anything is booked, and the keys that lead there. */
const beforeBooking: { step: string; keys: string[] }[] = [
  { step: 'offer', keys: [] },
  { step: 'confirm-number', keys: ['1'] },
  { step: 'type-number', keys: ['1', '2'] },
  { step: 'confirm-number, of a number just keyed', keys: ['1', '2', '4155550100#'] },
  { step: 'wrong-number', keys: ['1', '2', '0000000#'] },
  { step: 'offer, repeated', keys: ['nothing'] },
];

async function ringAndLeave(world: World, keys: string[]): Promise<{ id: string; texts: string[] }> {
  const { id, heard } = world.ring(CUSTOMER, keys);
  await world.until(
    async () => (await world.store.interactions.get(id))?.endedAt != null,
    'the end of the call',
  );
  const texts = heard.flatMap(({ line, perception }) =>
    line.role === 'caller' && perception.kind === 'hears' && perception.sound.kind === 'text'
      ? [perception.sound.text]
      : [],
  );
  return { id, texts };
}

describe('a caller who hangs up before booking a callback', () => {
  for (const { step, keys } of beforeBooking)
    for (const how of ['hangup-during', 'hangup'])
      it(`has given up: ${how} at the step ${step}`, async () => {
        const world = await World.create();
        try {
          const { id, texts } = await ringAndLeave(world, [...keys, how]);
          expect(texts.length).toBeGreaterThan(keys.filter((key) => key !== 'nothing').length);
          expect((await world.interaction(id)).outcome).toMatchObject({
            kind: 'abandoned',
            reason: 'CallerLeft',
          });
          await expectNothingLeft(world);
          expect(await world.callbacks()).toEqual([]);
          expect(world.ringsOf(CUSTOMER)).toBe(0);
        } finally {
          await world.close();
        }
      });
});

describe('a caller who hangs up after booking a callback', () => {
  it('during the goodbye: is rejected for Callback, not abandoned, and is called back once', async () => {
    const world = await World.create();
    try {
      const { id, texts } = await ringAndLeave(world, ['1', '1', 'hangup-during']);
      expect(texts.at(-1)).toMatch(/^Thank you/);
      const { outcome, callbackId } = await world.interaction(id);
      expect(outcome).toEqual({ kind: 'rejected', reason: 'Callback', cause: 'NORMAL_CLEARING' });
      const record = await world.completed();
      expect(record).toMatchObject({
        id: callbackId,
        reason: 'AGENT_CONNECTED',
        originatingInteractionId: id,
      });
      expect(world.ringsOf(CUSTOMER)).toBe(1);
      await expectNothingLeft(world);
    } finally {
      await world.close();
    }
  });

  it('at any instant of the goodbye or after it: is never abandoned, and is called back once', async () => {
    for (let afterMs = 0; afterMs <= 12_000; afterMs += 600) {
      const world = await World.create();
      try {
        const { id, heard } = world.ring(CUSTOMER, ['1', '1']);
        await world.until(async () => (await world.callback()) !== undefined, 'a booked callback');
        await world.clock.advance(afterMs);
        heard.find(({ line }) => line.role === 'caller')?.line.hangUp();
        expect(await world.completed(), `${afterMs} ms`).toMatchObject({ reason: 'AGENT_CONNECTED' });
        expect((await world.interaction(id)).outcome).toMatchObject({ kind: 'rejected', reason: 'Callback' });
        expect(world.ringsOf(CUSTOMER)).toBe(1);
        await expectNothingLeft(world);
      } finally {
        await world.close();
      }
    }
  });

  it('stays rejected for Callback although the callback is cancelled during the goodbye', async () => {
    const world = await World.create();
    try {
      const { app, router } = world.ringback;
      await setAgentState(app, router, { agentId: '1001', to: 'not-ready', reason: 'Lunch' });
      const { id, heard } = world.ring(CUSTOMER, ['1', '1']);
      await world.until(async () => (await world.callback()) !== undefined, 'a booked callback');
      const record = await world.callback();
      await cancelCallback(app, record?.id ?? '');
      heard.find(({ line }) => line.role === 'caller')?.line.hangUp();
      await expectNothingLeft(world);
      expect((await world.interaction(id)).outcome).toMatchObject({ kind: 'rejected', reason: 'Callback' });
      expect(world.switch.rings()).toEqual([]);
    } finally {
      await world.close();
    }
  });
});
