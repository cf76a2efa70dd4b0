import { expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { action, delivery, session, step, T0, timer } from '../conformance/make.ts';
import { withFaults, type Faults } from './with-faults.ts';

const posted = ['e1', 'e2', 'e3', 'e4'];
const timers = [timer('s1', 'retry', T0), timer('s1', 'ttl', T0 + 1)];
const events = [...posted, ...timers.map(({ event }) => event.id)].sort();

export function describeLostSteps(open: () => Promise<Store>, runs: number): void {
  it('a session takes each event once, and says so to others once', () =>
    withFaults(open, runs, async ({ store, ask }) => {
      await store.sessions.start(session('s1'));
      await store.sessions.commit(step('s1', 0, null, { timers: { set: timers, clear: [] } }));
      const post = (id: string): Promise<void> => ask((to) => to.sessions.post([delivery('s1', id)]));
      const fire = (): Promise<unknown> => ask((to) => to.sessions.fireTimers(T0 + 1, 10));
      const everything = (): Promise<unknown> => Promise.all([...posted.map(post), fire(), fire()]);

      await everything();
      await Promise.all([takeAll(ask), takeAll(ask)]);
      await everything();

      expect(await store.sessions.inbox('s1')).toEqual([]);
      const taken = (await store.sessions.journal('s1')).flatMap(({ event }) => event?.id ?? []);
      expect(taken.toSorted()).toEqual(events);
      expect(await store.sessions.get('s1')).toMatchObject({ seq: events.length + 1 });
      const told = (await store.sessions.inbox('s2')).map(({ id }) => id);
      expect(told).toEqual(taken.map((id) => `told of ${id}`));
      expect((await store.outbox.open()).map(({ id }) => id)).toEqual(taken.map((id) => `after ${id}`));
    }));
}

/** An owner of the session: takes what is in its inbox, event by event, until there is no more. */
async function takeAll(ask: Faults['ask']): Promise<void> {
  for (;;) {
    const [event] = await ask((to) => to.sessions.inbox('s1'));
    if (!event) return;
    const seq = (await ask((to) => to.sessions.get('s1')))?.seq ?? 0;
    const commit = step('s1', seq, event, {
      actions: [action(`after ${event.id}`, 's1', { seq: seq + 1 })],
      deliveries: [delivery('s2', `told of ${event.id}`)],
    });
    await ask((to) => to.sessions.commit(commit));
  }
}
