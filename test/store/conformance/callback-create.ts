import { describe, expect, it } from 'vitest';

import type { CallbackCreate } from '../../../src/store/callbacks.ts';
import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { callback, create, event, fact, interaction, session, T0 } from './make.ts';

export function describeCallbackCreate(open: () => Promise<Store>): void {
  describe('creating a callback', () => {
    const store = eachTest(open);

    it('keeps the record as given and starts its session with it', async () => {
      const record = callback('c1', {
        userData: { lang: 'de' },
        options: { _ttl: 60, _mode: 'x', _on: true },
      });
      const start = session('s1', { callbackId: 'c1' }, [event('e1')]);
      expect(await store().callbacks.create(create(record, { session: start }))).toBe('created');
      expect(await store().callbacks.get('c1')).toEqual(record);
      expect(await store().sessions.get('s1')).toEqual(start.row);
      expect(await store().sessions.waiting()).toEqual(['s1']);
    });

    it('starts a session that follows it, beside its own or before it has one', async () => {
      const both = {
        follower: session('f1', { callbackId: 'c1' }),
        session: session('s1', { callbackId: 'c1' }),
      };
      expect(await store().callbacks.create(create(callback('c1'), both))).toBe('created');
      const follower = session('f2', { callbackId: 'c2' }, [event('e1')]);
      expect(await store().callbacks.create(create(callback('c2'), { follower }))).toBe('created');
      const ids = async (of: string): Promise<string[]> =>
        (await store().sessions.ofCallback(of)).map(({ id }) => id);
      expect(await ids('c1')).toEqual(['f1', 's1']);
      expect(await ids('c2')).toEqual(['f2']);
      expect(await store().sessions.waiting()).toEqual(['f1', 's1', 'f2']);
      const again = { follower: session('f3') };
      expect(await store().callbacks.create(create(callback('c2'), again))).toBe('exists');
      expect(await store().sessions.get('f3')).toBeNull();
    });

    it('keeps its facts with it, and none when it is refused', async () => {
      const slot = { service: 'classic', slotAt: T0, capacity: 1 };
      const made = (id: string): CallbackCreate =>
        create(callback(id), { slot, facts: [fact(`f-${id}`, { callbackId: id })] });
      expect(await store().callbacks.create(made('c1'))).toBe('created');
      expect(await store().callbacks.create(made('c2'))).toBe('slot-full');
      expect(await store().facts.ofCallback('c1')).toEqual([fact('f-c1', { callbackId: 'c1' })]);
      expect(await store().facts.ofCallback('c2')).toEqual([]);
    });

    it('leaves one of that id as it is, takes no slot and starts nothing', async () => {
      await store().callbacks.create(create(callback('c1')));
      const again = create(callback('c1', { why: 'again' }), {
        session: session('s1'),
        slot: { service: 'classic', slotAt: T0, capacity: 5 },
      });
      expect(await store().callbacks.create(again)).toBe('exists');
      expect(await store().callbacks.get('c1')).toEqual(callback('c1'));
      expect(await store().slots.taken('classic', T0, T0 + 1)).toEqual([]);
      expect(await store().sessions.get('s1')).toBeNull();
    });

    it('is noted on the call it came from, in one commit', async () => {
      const leg = interaction('i1');
      await store().interactions.add(leg);
      const origin = { expectedVersion: 1, record: { ...leg, version: 2, callbackId: 'c1' } };
      expect(await store().callbacks.create(create(callback('c1'), { origin }))).toBe('created');
      expect(await store().interactions.get('i1')).toEqual(origin.record);
    });

    it('stores nothing when that call has changed meanwhile', async () => {
      const leg = interaction('i1', { version: 2 });
      await store().interactions.add(leg);
      const origin = { expectedVersion: 1, record: { ...leg, version: 2, callbackId: 'c1' } };
      const slot = { service: 'classic', slotAt: T0, capacity: 5 };
      const wanted = create(callback('c1'), { origin, slot, session: session('s1') });
      expect(await store().callbacks.create(wanted)).toBe('stale');
      expect(await store().callbacks.get('c1')).toBeNull();
      expect(await store().slots.taken('classic', T0, T0 + 1)).toEqual([]);
      expect(await store().sessions.get('s1')).toBeNull();
      expect(await store().interactions.get('i1')).toEqual(leg);
    });

    it('counts what the number has active in the service, under its limit', async () => {
      const limit = { activeLimit: 2 };
      await store().callbacks.create(create(callback('done', { state: 'COMPLETED', reason: 'CANCELLED' })));
      await store().callbacks.create(create(callback('elsewhere', { service: 'sales' })));
      await store().callbacks.create(create(callback('other', { customerNumber: '+12025550199' })));
      expect(await store().callbacks.create(create(callback('c1'), limit))).toBe('created');
      expect(await store().callbacks.create(create(callback('c2'), limit))).toBe('created');
      const third = create(callback('c3'), { ...limit, session: session('s3') });
      expect(await store().callbacks.create(third)).toBe('too-many');
      expect(await store().callbacks.get('c3')).toBeNull();
      expect(await store().sessions.get('s3')).toBeNull();
      expect(await store().callbacks.create(create(callback('c3')))).toBe('created');
    });

    it('holds the limit however many ask at the same time', async () => {
      const results = await Promise.all(
        Array.from({ length: 30 }, (_, n) =>
          store().callbacks.create(create(callback(`c${n}`), { activeLimit: 3 })),
        ),
      );
      expect(results.filter((result) => result === 'created')).toHaveLength(3);
      expect(results.filter((result) => result === 'too-many')).toHaveLength(27);
      expect(await store().callbacks.counts()).toEqual([{ service: 'classic', state: 'QUEUED', count: 3 }]);
    });
  });
}
