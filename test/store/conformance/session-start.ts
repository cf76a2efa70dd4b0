import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { event, interaction, session, T0 } from './make.ts';

export function describeSessionStart(open: () => Promise<Store>): void {
  describe('starting a session', () => {
    const store = eachTest(open);

    it('keeps the row as given, its first events in order, and the legs it came with', async () => {
      const start = session('s1', { callbackId: 'c1', interactionId: 'i1' }, [event('e1'), event('e2')]);
      expect(await store().sessions.start(start, [interaction('i1')])).toBe('started');
      expect(await store().sessions.get('s1')).toEqual(start.row);
      expect(await store().sessions.inbox('s1')).toEqual(start.events);
      expect(await store().interactions.get('i1')).toEqual(interaction('i1'));
    });

    it('leaves a session that exists, and everything with it, as it is', async () => {
      await store().sessions.start(session('s1', {}, [event('e1')]));
      const again = session('s1', { strategy: 'classic' }, [event('e2')]);
      expect(await store().sessions.start(again, [interaction('i1')])).toBe('exists');
      expect((await store().sessions.get('s1'))?.strategy).toBe('callback');
      expect(await store().sessions.inbox('s1')).toEqual([event('e1')]);
      expect(await store().interactions.get('i1')).toBeNull();
    });

    it('starts it once however many ask at the same time', async () => {
      const results = await Promise.all(
        Array.from({ length: 20 }, () => store().sessions.start(session('s1', {}, [event('e1')]))),
      );
      expect(results.filter((result) => result === 'started')).toHaveLength(1);
      expect(await store().sessions.inbox('s1')).toEqual([event('e1')]);
    });

    it('lists the sessions of a callback oldest first, and no others', async () => {
      await store().sessions.start(session('b', { callbackId: 'c1' }));
      await store().sessions.start(session('a', { callbackId: 'c1', startedAt: T0 + 1 }));
      await store().sessions.start(session('x', { callbackId: 'c2' }));
      expect((await store().sessions.ofCallback('c1')).map((row) => row.id)).toEqual(['b', 'a']);
      expect(await store().sessions.ofCallback('nobody')).toEqual([]);
    });

    it('knows nothing of a session that was never started', async () => {
      expect(await store().sessions.get('s1')).toBeNull();
      expect(await store().sessions.inbox('s1')).toEqual([]);
      expect(await store().sessions.journal('s1')).toEqual([]);
    });

    it('gives text back to the letter, whatever is in it', async () => {
      const nasty = '\u0000\'"; DROP TABLE sessions; -- \u{1F4DE} \u2028 ü \\';
      await store().sessions.start(session(nasty, { params: { [nasty]: nasty } }, [event(nasty)]));
      expect((await store().sessions.get(nasty))?.params).toEqual({ [nasty]: nasty });
      expect(await store().sessions.inbox(nasty)).toEqual([event(nasty)]);
    });
  });
}
