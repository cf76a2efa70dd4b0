import { describe, expect, it } from 'vitest';

import type { Claim } from '../../../src/store/outbox.ts';
import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { action, callback, create, next, session, step, T0 } from './make.ts';

export function describeOutbox(open: () => Promise<Store>): void {
  describe('the outbox', () => {
    const store = eachTest(open);

    const begin = async (...ids: string[]): Promise<void> => {
      await store().sessions.start(session('s1'));
      const actions = ids.map((id, index) => action(id, 's1', { index }));
      await store().sessions.commit(step('s1', 0, null, { actions }));
    };
    const claim = (actionId: string, rest: Partial<Claim> = {}): Claim => ({
      actionId,
      node: 'n1',
      at: T0 + 5,
      callback: null,
      ...rest,
    });

    it('gives actions back as they were asked for, oldest first', async () => {
      await begin('b', 'a');
      await store().sessions.start(session('s2'));
      const repeatable = action('c', 's2', { mode: 'repeatable', requestId: null, deadlineAt: null });
      await store().sessions.commit(step('s2', 0, null, { actions: [repeatable] }));
      expect((await store().outbox.open()).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
      expect(await store().outbox.openOf('s2')).toEqual([repeatable]);
      expect(await store().outbox.get('a')).toEqual(action('a', 's1', { index: 1 }));
      expect(await store().outbox.get('unknown')).toBeNull();
    });

    it('notes who began an action and when, with the attempt counted on the callback', async () => {
      await begin('a');
      await store().callbacks.create(create(callback('c1')));
      const record = next(callback('c1'), { state: 'PROCESSING' });
      expect(await store().outbox.claim(claim('a', { callback: { expectedVersion: 1, record } }))).toBe(
        'claimed',
      );
      expect(await store().outbox.get('a')).toMatchObject({ status: 'sending', node: 'n1', sentAt: T0 + 5 });
      expect(await store().callbacks.get('c1')).toEqual(record);
    });

    it('gives an action to one of all who try to begin it', async () => {
      await begin('a');
      await store().callbacks.create(create(callback('c1')));
      const tries = Array.from({ length: 30 }, (_, node) =>
        store().outbox.claim(
          claim('a', { node: `n${node}`, callback: { expectedVersion: 1, record: next(callback('c1')) } }),
        ),
      );
      const results = await Promise.all(tries);
      expect(results.filter((result) => result === 'claimed')).toHaveLength(1);
      expect(results.filter((result) => result === 'not-pending')).toHaveLength(29);
      expect((await store().callbacks.get('c1'))?.version).toBe(2);
    });

    it('begins nothing when the callback has changed meanwhile', async () => {
      await begin('a');
      await store().callbacks.create(create(callback('c1', { version: 2 })));
      const stale = { expectedVersion: 1, record: next(callback('c1')) };
      expect(await store().outbox.claim(claim('a', { callback: stale }))).toBe('record-stale');
      expect(await store().outbox.get('a')).toEqual(action('a', 's1'));
    });

    it('begins nothing that is unknown, done or begun', async () => {
      await begin('done', 'begun');
      await store().outbox.finish('done');
      await store().outbox.claim(claim('begun'));
      for (const id of ['unknown', 'done', 'begun'])
        expect(await store().outbox.claim(claim(id, { node: 'n2' }))).toBe('not-pending');
      expect(await store().outbox.get('begun')).toMatchObject({ node: 'n1' });
    });

    it('closes an action when it is finished, or when a step has taken its result', async () => {
      await begin('told', 'taken', 'open');
      await store().outbox.finish('told');
      await store().outbox.claim(claim('taken'));
      await store().sessions.commit(step('s1', 1, null, { completes: ['taken', 'unknown'] }));
      expect((await store().outbox.open()).map(({ id }) => id)).toEqual(['open']);
      expect(await store().outbox.get('taken')).toMatchObject({ status: 'done', node: 'n1' });
    });

    it('lets no session close the action of another', async () => {
      await begin('a');
      await store().sessions.start(session('s2'));
      await store().sessions.commit(step('s2', 0, null, { completes: ['a'] }));
      expect(await store().outbox.openOf('s1')).toHaveLength(1);
    });
  });
}
