import { describe, expect, it } from 'vitest';

import type { StoredTimer } from '../../../src/store/sessions.ts';
import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { session, step, T0, timer } from './make.ts';

export function describeTimers(open: () => Promise<Store>): void {
  describe('timers', () => {
    const store = eachTest(open);
    let seq = 0;

    const begin = async (): Promise<void> => {
      seq = 0;
      await store().sessions.start(session('s1'));
    };
    const change = async (set: StoredTimer[], clear: string[] = []): Promise<void> => {
      await store().sessions.commit(step('s1', seq++, null, { timers: { set, clear } }));
    };
    const keys = async (until: number, limit = 10): Promise<string[]> =>
      (await store().sessions.timersDue(until, limit)).map(({ key }) => key);

    it('come due earliest first, up to and including the instant asked for, as many as asked for', async () => {
      await begin();
      await change([timer('s1', 'c', T0 + 30), timer('s1', 'a', T0 + 10), timer('s1', 'b', T0 + 20)]);
      expect(await keys(T0 + 20)).toEqual(['a', 'b']);
      expect(await keys(T0 + 99, 2)).toEqual(['a', 'b']);
      expect(await keys(T0 + 9)).toEqual([]);
      expect(await store().sessions.timersDue(T0 + 10, 1)).toEqual([timer('s1', 'a', T0 + 10)]);
    });

    it('of the same instant come due in the order they were set', async () => {
      await begin();
      await change([timer('s1', 'send.2', T0), timer('s1', 'send.10', T0)]);
      await change([timer('s1', 'send.1', T0)]);
      expect(await keys(T0)).toEqual(['send.2', 'send.10', 'send.1']);
    });

    it('tell the earliest instant there is', async () => {
      await begin();
      expect(await store().sessions.nextTimer()).toBeNull();
      await change([timer('s1', 'b', T0 + 20), timer('s1', 'a', T0 + 10.5)]);
      expect(await store().sessions.nextTimer()).toBe(T0 + 10.5);
    });

    it('are replaced by key, cleared by key, and stay set when cleared and set at once', async () => {
      await begin();
      await change([timer('s1', 'a', T0 + 10), timer('s1', 'b', T0 + 10)]);
      await change([timer('s1', 'a', T0 + 50)], ['b', 'unknown']);
      expect(await store().sessions.timersDue(T0 + 99, 10)).toEqual([timer('s1', 'a', T0 + 50)]);
      await change([timer('s1', 'a', T0 + 60)], ['a']);
      expect(await store().sessions.nextTimer()).toBe(T0 + 60);
    });

    it('fire once, into the inbox of their session', async () => {
      await begin();
      await store().sessions.start(session('s2'));
      await change([timer('s1', 'a', T0 + 10), timer('s1', 'b', T0 + 20)]);
      const set = [timer('s2', 'a', T0 + 15)];
      await store().sessions.commit(step('s2', 0, null, { timers: { set, clear: [] } }));
      expect(await store().sessions.fireTimers(T0 + 20, 2)).toEqual(['s1', 's2']);
      expect(await keys(T0 + 99)).toEqual(['b']);
      expect(await store().sessions.inbox('s1')).toEqual([timer('s1', 'a', T0 + 10).event]);
      expect(await store().sessions.fireTimers(T0 + 19, 10)).toEqual([]);
    });

    it('of one session are not touched by another with the same key', async () => {
      await begin();
      await store().sessions.start(session('s2'));
      await change([timer('s1', 'a', T0)]);
      await store().sessions.commit(step('s2', 0, null, { timers: { set: [], clear: ['a'] } }));
      expect(await keys(T0)).toEqual(['a']);
    });
  });
}
