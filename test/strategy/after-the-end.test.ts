import { describe, expect, it } from 'vitest';

import { book } from '../support/behaviours.ts';
import { World } from '../support/world.ts';

describe('a session that has ended', () => {
  it('leaves events that come together with its last one, and the server goes on', async () => {
    const world = await World.create({ agents: [] });
    const record = await book(world, '+14155550100');
    await world.clock.advance(1_000);
    const sessionId = String(record.sessionId);
    const cancelled = { id: 'c1', name: 'callback.cancelled', data: {} };
    const late = { id: 'c2', name: 'interaction.deleted', data: { interactionid: 'x' } };
    await world.store.sessions.post([
      { sessionId, event: cancelled },
      { sessionId, event: late },
    ]);
    world.ringback.engine.wake([sessionId]);
    await world.clock.settle();
    expect(await world.store.sessions.get(sessionId)).toMatchObject({ status: 'finished' });
    expect(await world.store.sessions.inbox(sessionId)).toEqual([]);
    const events = (await world.store.sessions.journal(sessionId)).map((entry) => entry.event?.name);
    expect(events).not.toContain('interaction.deleted');
    await world.close();
  });

  it('is told nothing any more of what it last asked for, and all of that is closed', async () => {
    const world = await World.create({ agents: [] });
    const record = await book(world, '+14155550100');
    await world.clock.advance(1_000);
    const sessionId = String(record.sessionId);
    const { sessions, outbox } = world.store;
    await sessions.post([{ sessionId, event: { id: 'c1', name: 'callback.cancelled', data: {} } }]);
    const told: string[] = [];
    const post = sessions.post.bind(sessions);
    sessions.post = (deliveries) => {
      told.push(...deliveries.map(({ event }) => event.name));
      return post(deliveries);
    };
    world.ringback.engine.wake([sessionId]);
    await world.clock.settle();
    const [last] = (await sessions.journal(sessionId)).slice(-1);
    expect(last?.actions.map(({ kind }) => kind)).toContain('queue.cancel');
    expect(told).toEqual([]);
    expect(await outbox.openOf(sessionId)).toEqual([]);
    await world.close();
  });
});
