import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { action, delivery, event, session, step, T0, timer } from './make.ts';

export function describeSessionEnd(open: () => Promise<Store>): void {
  describe.each(['finished', 'failed'] as const)('a step after which the session has %s', (status) => {
    const store = eachTest(open);
    const ending = { status, finishedAt: T0 + 9 };

    it('is on the record, and the session no longer runs', async () => {
      await store().sessions.start(session('s1'));
      await store().sessions.start(session('s2'));
      expect(await store().sessions.commit(step('s1', 0, null, ending))).toBe('committed');
      expect(await store().sessions.get('s1')).toMatchObject({ status, seq: 1, finishedAt: T0 + 9 });
      expect((await store().sessions.running()).map(({ id }) => id)).toEqual(['s2']);
    });

    it('clears the timers of the session, those it sets itself included, and no others', async () => {
      for (const id of ['s1', 's2']) {
        await store().sessions.start(session(id));
        await store().sessions.commit(
          step(id, 0, null, { timers: { set: [timer(id, 'retry', T0)], clear: [] } }),
        );
      }
      const timers = { set: [timer('s1', 'late', T0)], clear: [] };
      await store().sessions.commit(step('s1', 1, null, { ...ending, timers }));
      expect(await store().sessions.timersDue(T0, 10)).toEqual([timer('s2', 'retry', T0)]);
    });

    it('calls off what earlier steps asked for and nobody began; what it asks for itself stays', async () => {
      await store().sessions.start(session('s1'));
      const earlier = [action('waiting', 's1'), action('begun', 's1', { index: 1 })];
      await store().sessions.commit(step('s1', 0, null, { actions: earlier }));
      await store().outbox.claim({ actionId: 'begun', node: 'n1', at: T0, callback: null });
      const last = action('last', 's1', { seq: 2 });
      await store().sessions.commit(step('s1', 1, null, { ...ending, actions: [last] }));
      expect((await store().outbox.openOf('s1')).map(({ id }) => id)).toEqual(['begun', 'last']);
      expect(await store().outbox.get('waiting')).toMatchObject({ status: 'done' });
      const late = { actionId: 'waiting', node: 'n1', at: T0, callback: null };
      expect(await store().outbox.claim(late)).toBe('not-pending');
    });

    it('drops what is left in the inbox, its own words to itself included', async () => {
      await store().sessions.start(session('s1', {}, [event('e1'), event('e2')]));
      await store().sessions.commit(
        step('s1', 0, event('e1'), { ...ending, deliveries: [delivery('s1', 'e3')] }),
      );
      expect(await store().sessions.inbox('s1')).toEqual([]);
      expect(await store().sessions.waiting()).toEqual([]);
    });
  });
}
