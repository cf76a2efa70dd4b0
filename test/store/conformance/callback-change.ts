import { describe, expect, it } from 'vitest';

import type { CallbackChange } from '../../../src/store/callbacks.ts';
import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { callback, create, delivery, event, fact, next, session } from './make.ts';

export function describeCallbackChange(open: () => Promise<Store>): void {
  describe('changing a callback', () => {
    const store = eachTest(open);

    const change = (
      record: CallbackChange['record'],
      rest: Partial<CallbackChange> = {},
    ): CallbackChange => ({
      expectedVersion: record.version - 1,
      record,
      deliveries: [],
      session: null,
      slot: 'keep' as const,
      facts: [],
      ...rest,
    });

    it('writes the record, tells sessions and starts its own, all at once', async () => {
      await store().callbacks.create(create(callback('c1', { state: 'SCHEDULED' })));
      await store().sessions.start(session('s1'));
      const record = next(callback('c1'), { state: 'QUEUED', sessionId: 's2' });
      const moved = fact('f1', { callbackId: 'c1' });
      const start = session('s2', { callbackId: 'c1' }, [event('begin')]);
      const result = await store().callbacks.change(
        change(record, { deliveries: [delivery('s1', 'e')], session: start, facts: [moved] }),
      );
      expect(result).toBe('changed');
      expect(await store().callbacks.get('c1')).toEqual(record);
      expect(await store().sessions.inbox('s1')).toEqual([event('e')]);
      expect(await store().sessions.get('s2')).toEqual(start.row);
      expect(await store().sessions.inbox('s2')).toEqual([event('begin')]);
      expect(await store().facts.ofCallback('c1')).toEqual([moved]);
    });

    it('changes nothing when it builds on another version or the callback is unknown', async () => {
      await store().callbacks.create(create(callback('c1', { version: 3 })));
      await store().sessions.start(session('s1'));
      const rest = { deliveries: [delivery('s1', 'e')], session: session('s2') };
      expect(await store().callbacks.change(change(callback('c1', { version: 3 }), rest))).toBe('stale');
      expect(await store().callbacks.change(change(callback('c9', { version: 2 }), rest))).toBe('stale');
      expect(await store().callbacks.get('c1')).toEqual(callback('c1', { version: 3 }));
      expect(await store().sessions.inbox('s1')).toEqual([]);
      expect(await store().sessions.get('s2')).toBeNull();
    });
  });
}
