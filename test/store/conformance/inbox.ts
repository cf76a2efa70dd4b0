import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { delivery, event, session, step, T0 } from './make.ts';

export function describeInbox(open: () => Promise<Store>): void {
  describe('the inbox', () => {
    const store = eachTest(open);

    it('holds events in the order they were posted, each id once', async () => {
      await store().sessions.start(session('s1'));
      await store().sessions.post([delivery('s1', 'b'), delivery('s1', 'a')]);
      await store().sessions.post([delivery('s1', 'b'), delivery('s1', 'c')]);
      expect((await store().sessions.inbox('s1')).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
    });

    it('keeps one id apart for each session', async () => {
      await store().sessions.start(session('s1'));
      await store().sessions.start(session('s2'));
      await store().sessions.post([delivery('s1', 'e'), delivery('s2', 'e')]);
      expect(await store().sessions.inbox('s1')).toEqual([event('e')]);
      expect(await store().sessions.inbox('s2')).toEqual([event('e')]);
    });

    it('passes over an event the session has taken', async () => {
      await store().sessions.start(session('s1', {}, [event('e')]));
      await store().sessions.commit(step('s1', 0, event('e')));
      await store().sessions.post([delivery('s1', 'e')]);
      expect(await store().sessions.inbox('s1')).toEqual([]);
    });

    it('passes over events for a session that has ended', async () => {
      await store().sessions.start(session('s1'));
      await store().sessions.commit(step('s1', 0, null, { status: 'finished', finishedAt: T0 }));
      await store().sessions.post([delivery('s1', 'late')]);
      expect(await store().sessions.inbox('s1')).toEqual([]);
    });

    it('keeps an event for a session that starts later', async () => {
      await store().sessions.post([delivery('s1', 'early')]);
      expect(await store().sessions.waiting()).toEqual([]);
      await store().sessions.start(session('s1', {}, [event('first'), event('early')]));
      expect((await store().sessions.inbox('s1')).map(({ id }) => id)).toEqual(['early', 'first']);
    });

    it('names for recovery the running sessions that have not begun or have something waiting', async () => {
      for (const id of ['new', 'idle', 'posted', 'over']) await store().sessions.start(session(id));
      for (const id of ['idle', 'posted']) await store().sessions.commit(step(id, 0));
      await store().sessions.commit(step('over', 0, null, { status: 'failed', finishedAt: T0 }));
      await store().sessions.post([delivery('posted', 'e'), delivery('over', 'e')]);
      expect(await store().sessions.waiting()).toEqual(['new', 'posted']);
    });
  });
}
