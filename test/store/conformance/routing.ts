import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { agent, delivery, entry, event, noChange, routing, session, T0 } from './make.ts';

export function describeRouting(open: () => Promise<Store>): void {
  describe('the routing aggregate', () => {
    const store = eachTest(open);

    it('begins empty', async () => {
      expect(await store().routing.load()).toEqual({ seq: 0, agents: [], entries: [], stats: [] });
    });

    it('adds, changes and removes rows, one sequence number a decision', async () => {
      const stats = { queue: 'classic', handleMs: null, handled: 0 };
      const rows = {
        agents: [agent('1002'), agent('1001')],
        entries: [entry('e1'), entry('e2')],
        stats: [stats],
      };
      expect(await store().routing.commit(routing('m1', 0, { change: { ...noChange, ...rows } }))).toBe(
        'committed',
      );
      expect(await store().routing.load()).toEqual({ seq: 1, ...rows });
      const busy = agent('1002', { state: 'busy', entryId: 'e2' });
      const change = {
        agents: [busy],
        entries: [entry('e2', { mode: 'talking' })],
        removedAgents: ['1001'],
        removedEntries: ['e1', 'unknown'],
        stats: [{ ...stats, handleMs: 1234.5, handled: 1 }],
      };
      expect(await store().routing.commit(routing('m2', 1, { change }))).toBe('committed');
      expect(await store().routing.load()).toEqual({
        seq: 2,
        agents: change.agents,
        entries: change.entries,
        stats: change.stats,
      });
    });

    it('keeps a journal of messages and decisions', async () => {
      await store().routing.commit(routing('m1', 0, { decisions: [{ why: 'first in line' }] }));
      await store().routing.commit(routing('m2', 1));
      await store().routing.commit(routing('m3', 2));
      expect(await store().routing.journal(1, 1)).toEqual([
        { seq: 1, at: T0, message: { kind: 'submit', about: 'm1' }, decisions: [{ why: 'first in line' }] },
      ]);
      expect((await store().routing.journal(2, 10)).map(({ seq }) => seq)).toEqual([2, 3]);
    });

    it('has a further decision for whoever asked for it in vain before', async () => {
      expect(await store().routing.journal(1, 1)).toEqual([]);
      for (const seq of [0, 1]) {
        await store().routing.commit(routing(`m${seq}`, seq));
        expect(await store().routing.journal(seq + 1, 1)).toMatchObject([{ seq: seq + 1 }]);
        expect(await store().routing.journal(seq + 2, 1)).toEqual([]);
        expect(await store().routing.commit(routing('late', 7))).toBe('stale');
      }
      expect(await store().routing.journal(2, 9)).toMatchObject([{ seq: 2 }]);
    });

    it('gives what every decision before has made of it, also to who asked while one was under way', async () => {
      for (const seq of [0, 1, 2]) {
        const committed = store().routing.commit(
          routing(`m${seq}`, seq, {
            change: { ...noChange, entries: [{ ...entry('e1'), placeAt: T0 + seq }] },
          }),
        );
        const meanwhile = store().routing.load();
        expect(await committed).toBe('committed');
        expect(await store().routing.load()).toMatchObject({
          seq: seq + 1,
          entries: [{ placeAt: T0 + seq }],
        });
        expect([seq, seq + 1]).toContain((await meanwhile).seq);
        expect(await store().routing.commit(routing(`m${seq}`, seq))).toBe('duplicate');
      }
    });

    it('takes a message once, and tells sessions once', async () => {
      await store().sessions.start(session('s1'));
      await store().routing.commit(routing('m1', 0, { deliveries: [delivery('s1', 'e1')] }));
      for (const seq of [0, 1]) {
        const again = routing('m1', seq, { deliveries: [delivery('s1', 'e2')] });
        expect(await store().routing.commit(again)).toBe('duplicate');
      }
      expect(await store().sessions.inbox('s1')).toEqual([event('e1')]);
      expect((await store().routing.load()).seq).toBe(1);
    });

    it('lets one of many decisions from the same sequence number through', async () => {
      const results = await Promise.all(
        Array.from({ length: 30 }, (_, n) =>
          store().routing.commit(
            routing(`m${n}`, 0, { change: { ...noChange, agents: [agent(`agent-${n}`)] } }),
          ),
        ),
      );
      expect(results.filter((result) => result === 'committed')).toHaveLength(1);
      expect(results.filter((result) => result === 'stale')).toHaveLength(29);
      const { agents } = await store().routing.load();
      expect(agents).toEqual([agent(`agent-${results.indexOf('committed')}`)]);
    });
  });
}
