import { describe, expect, it } from 'vitest';

import type { SessionStart } from '../../../src/store/sessions.ts';
import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { delivery, event, session, step, T0, timer } from './make.ts';

/** A session that is to begin at `startedAt`. */
function planned(id: string, startedAt: number): SessionStart {
  return session(id, { status: 'planned', startedAt }, [event('e1')]);
}

export function describePlannedSessions(open: () => Promise<Store>): void {
  describe('sessions that are to begin later', () => {
    const store = eachTest(open);

    it('wait until they are due, the earliest first, as many as asked for', async () => {
      await store().sessions.start(planned('late', T0 + 30));
      await store().sessions.start(planned('b', T0 + 20));
      await store().sessions.start(planned('a', T0 + 20));
      expect(await store().sessions.running()).toEqual([]);
      expect(await store().sessions.waiting()).toEqual([]);
      expect(await store().sessions.nextTimer()).toBe(T0 + 20);
      expect(await store().sessions.fireTimers(T0 + 19, 10)).toEqual([]);
      expect(await store().sessions.fireTimers(T0 + 20, 1)).toEqual(['b']);
      expect(await store().sessions.fireTimers(T0 + 29, 10)).toEqual(['a']);
      expect(await store().sessions.nextTimer()).toBe(T0 + 30);
      expect(await store().sessions.waiting()).toEqual(['b', 'a']);
      expect(await store().sessions.get('b')).toEqual(session('b', { startedAt: T0 + 20 }).row);
    });

    it('begin after the timers that fired with them, and the earliest of both is the next', async () => {
      await store().sessions.start(session('s1'));
      const set = [timer('s1', 'retry', T0 + 10.5)];
      await store().sessions.commit(step('s1', 0, null, { timers: { set, clear: [] } }));
      await store().sessions.start(planned('p1', T0 + 10));
      expect(await store().sessions.nextTimer()).toBe(T0 + 10);
      expect(await store().sessions.fireTimers(T0 + 11, 1)).toEqual(['s1', 'p1']);
      expect(await store().sessions.nextTimer()).toBeNull();
    });

    it('keep what is told to them until they run', async () => {
      await store().sessions.start(planned('p1', T0));
      await store().sessions.post([delivery('p1', 'e2')]);
      expect(await store().sessions.waiting()).toEqual([]);
      await store().sessions.fireTimers(T0, 10);
      expect(await store().sessions.inbox('p1')).toEqual([event('e1'), event('e2')]);
      expect(await store().sessions.commit(step('p1', 0))).toBe('committed');
    });

    it('are put off and brought forward, which changes nothing but their start', async () => {
      const { row } = planned('p1', T0 + 30);
      await store().sessions.start(planned('p1', T0 + 30));
      expect(await store().sessions.moveStart('p1', T0 + 60)).toBe('moved');
      expect(await store().sessions.moveStart('p1', T0 + 60)).toBe('moved');
      expect(await store().sessions.get('p1')).toEqual({ ...row, startedAt: T0 + 60 });
      expect(await store().sessions.fireTimers(T0 + 59, 10)).toEqual([]);
      expect(await store().sessions.moveStart('p1', T0 + 5)).toBe('moved');
      expect(await store().sessions.nextTimer()).toBe(T0 + 5);
      expect(await store().sessions.fireTimers(T0 + 5, 10)).toEqual(['p1']);
    });

    it('cannot be moved once they run or have ended, nor when there are none', async () => {
      await store().sessions.start(planned('p1', T0));
      await store().sessions.fireTimers(T0, 10);
      expect(await store().sessions.moveStart('p1', T0 + 60)).toBe('begun');
      await store().sessions.commit(step('p1', 0, null, { status: 'finished', finishedAt: T0 + 1 }));
      expect(await store().sessions.moveStart('p1', T0 + 60)).toBe('begun');
      expect(await store().sessions.moveStart('nobody', T0 + 60)).toBe('unknown');
      expect(await store().sessions.nextTimer()).toBeNull();
    });

    it('take no step but the one that ends them, and then never begin', async () => {
      await store().sessions.start(planned('p1', T0 + 30));
      expect(await store().sessions.commit(step('p1', 0))).toBe('stale');
      const end = step('p1', 0, event('over'), { status: 'finished', finishedAt: T0 + 1 });
      expect(await store().sessions.commit(end)).toBe('committed');
      expect(await store().sessions.get('p1')).toMatchObject({ status: 'finished', seq: 1 });
      expect(await store().sessions.inbox('p1')).toEqual([]);
      expect(await store().sessions.nextTimer()).toBeNull();
      expect(await store().sessions.fireTimers(T0 + 99, 10)).toEqual([]);
    });

    it('of the same id start once, as planned first', async () => {
      await store().sessions.start(planned('p1', T0 + 30));
      expect(await store().sessions.start(planned('p1', T0 + 90))).toBe('exists');
      expect(await store().sessions.nextTimer()).toBe(T0 + 30);
    });
  });
}
