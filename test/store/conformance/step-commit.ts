import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import {
  action,
  callback,
  create,
  delivery,
  event,
  fact,
  interaction,
  next,
  session,
  step,
  T0,
  timer,
} from './make.ts';

export function describeStepCommit(open: () => Promise<Store>): void {
  describe('committing a step', () => {
    const store = eachTest(open);

    it('moves the session on, writes the journal and takes the event out of the inbox', async () => {
      await store().sessions.start(session('s1', {}, [event('e1'), event('e2')]));
      const first = step('s1', 0);
      const second = step('s1', 1, event('e1'));
      expect(await store().sessions.commit(first)).toBe('committed');
      expect(await store().sessions.commit(second)).toBe('committed');
      expect(await store().sessions.get('s1')).toMatchObject({
        seq: 2,
        snapshot: '{"after":2}',
        status: 'running',
      });
      expect(await store().sessions.journal('s1')).toEqual([first.journal, second.journal]);
      expect(await store().sessions.inbox('s1')).toEqual([event('e2')]);
    });

    it('writes the callback, the legs, the actions, events for others and facts with it', async () => {
      await store().sessions.start(session('s1'), [interaction('i1')]);
      await store().sessions.start(session('s2'));
      await store().callbacks.create(create(callback('c1')));
      const record = next(callback('c1'), { state: 'ROUTING' });
      const leg = interaction('i1', { version: 2, answeredAt: T0 });
      const dial = action('a1', 's1');
      const result = await store().sessions.commit(
        step('s1', 0, null, {
          callback: { expectedVersion: 1, record },
          interactions: [{ expectedVersion: 1, record: leg }],
          actions: [dial],
          deliveries: [delivery('s2', 'e')],
          facts: [fact('f1', { callbackId: 'c1' })],
        }),
      );
      expect(result).toBe('committed');
      expect(await store().callbacks.get('c1')).toEqual(record);
      expect(await store().interactions.get('i1')).toEqual(leg);
      expect(await store().outbox.openOf('s1')).toEqual([dial]);
      expect(await store().sessions.inbox('s2')).toEqual([event('e')]);
      expect(await store().facts.ofCallback('c1')).toEqual([fact('f1', { callbackId: 'c1' })]);
    });

    it('keeps a fact as it is that is there already', async () => {
      await store().sessions.start(session('s1'));
      for (const from of [0, 1]) {
        const noted = step('s1', from, null, { facts: [fact('f1', { callbackId: 'c1', at: T0 + from })] });
        expect(await store().sessions.commit(noted)).toBe('committed');
      }
      expect(await store().facts.ofCallback('c1')).toEqual([fact('f1', { callbackId: 'c1', at: T0 })]);
    });

    it('is stale for another sequence number, an unknown session and one that has ended', async () => {
      await store().sessions.start(session('s1'));
      expect(await store().sessions.commit(step('s1', 1))).toBe('stale');
      expect(await store().sessions.commit(step('unknown', 0))).toBe('stale');
      await store().sessions.commit(step('s1', 0, null, { status: 'finished', finishedAt: T0 }));
      expect(await store().sessions.commit(step('s1', 1))).toBe('stale');
      expect(await store().sessions.journal('s1')).toHaveLength(1);
    });

    it('is a duplicate for an event taken before, and changes nothing', async () => {
      await store().sessions.start(session('s1', {}, [event('e1')]));
      await store().sessions.commit(step('s1', 0, event('e1')));
      for (const from of [0, 1]) {
        const again = step('s1', from, event('e1'), { actions: [action(`a${from}`, 's1')] });
        expect(await store().sessions.commit(again)).toBe('duplicate');
      }
      expect(await store().sessions.get('s1')).toMatchObject({ seq: 1 });
      expect(await store().outbox.open()).toEqual([]);
    });

    it('lets two sessions take an event of the same id', async () => {
      for (const id of ['s1', 's2']) {
        await store().sessions.start(session(id));
        expect(await store().sessions.commit(step(id, 0, event('e')))).toBe('committed');
      }
    });

    it.each(['callback', 'interaction'] as const)(
      'leaves no trace when the %s has changed meanwhile',
      async (what) => {
        await store().sessions.start(session('s1', {}, [event('e1')]), [interaction('i1')]);
        await store().sessions.start(session('s2'));
        await store().sessions.commit(step('s2', 0));
        await store().callbacks.create(create(callback('c1')));
        const commit = step('s1', 0, event('e1'), {
          callback: {
            expectedVersion: what === 'callback' ? 7 : 1,
            record: next(callback('c1'), { why: 'lost' }),
          },
          interactions: [
            {
              expectedVersion: what === 'interaction' ? 7 : 1,
              record: interaction('i1', { version: 2, to: 'lost' }),
            },
          ],
          actions: [action('a1', 's1')],
          timers: { set: [timer('s1', 'retry', T0)], clear: [] },
          deliveries: [delivery('s2', 'e')],
          facts: [fact('f1', { callbackId: 'c1' })],
        });
        expect(await store().sessions.commit(commit)).toBe('record-stale');
        expect(await store().sessions.get('s1')).toMatchObject({ seq: 0, snapshot: null });
        expect(await store().sessions.journal('s1')).toEqual([]);
        expect(await store().sessions.inbox('s1')).toEqual([event('e1')]);
        expect(await store().sessions.nextTimer()).toBeNull();
        expect(await store().outbox.open()).toEqual([]);
        expect(await store().sessions.inbox('s2')).toEqual([]);
        expect(await store().facts.ofCallback('c1')).toEqual([]);
        expect(await store().callbacks.get('c1')).toEqual(callback('c1'));
        expect(await store().interactions.get('i1')).toEqual(interaction('i1'));
      },
    );

    it('is stale for records that do not exist', async () => {
      await store().sessions.start(session('s1'));
      const lost = step('s1', 0, null, { callback: { expectedVersion: 1, record: callback('gone') } });
      expect(await store().sessions.commit(lost)).toBe('record-stale');
    });
  });
}
