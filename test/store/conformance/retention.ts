import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import * as make from './make.ts';

const { T0 } = make;
const DAY = 86_400_000;

export function describeRetention(open: () => Promise<Store>): void {
  describe('retention', () => {
    const store = eachTest(open);

    /** A callback with everything that hangs on it; COMPLETED at `completedAt`, its session ended unless `running`. */
    const live = async (id: string, completedAt: number, running = false): Promise<void> => {
      const begun = make.callback(id, { userData: { lang: id } });
      const slot = { service: 'classic', slotAt: T0, capacity: 9 };
      const start = make.session(`s-${id}`, { callbackId: id }, [make.event('e1'), make.event('e2')]);
      await store().callbacks.create(
        make.create(begun, { session: start, slot, facts: [make.fact(`f-${id}`, { callbackId: id })] }),
      );
      await store().dialogRuns.open(make.dialogRun(`k-${id}`, { sessionId: `s-${id}` }));
      const actions = [make.action(`a-${id}`, `s-${id}`)];
      await store().sessions.commit(make.step(`s-${id}`, 0, make.event('e1'), { actions }));
      const record = make.next(begun, { state: 'COMPLETED', reason: 'CANCELLED', completedAt });
      await store().sessions.commit(
        make.step(`s-${id}`, 1, null, {
          callback: { expectedVersion: 1, record },
          ...(running
            ? { timers: { set: [make.timer(`s-${id}`, 'retry', T0)], clear: [] } }
            : { status: 'finished', finishedAt: completedAt }),
        }),
      );
    };
    const everything = async (before: number, limit = 100): Promise<number> => {
      let forgotten = 0;
      for (;;) {
        const now = await store().retention.forget(before, limit);
        if (now === 0) return forgotten;
        forgotten += now;
      }
    };

    it('forgets a callback that was COMPLETED before, with all of its session, but its facts', async () => {
      await live('old', T0);
      await live('new', T0 + DAY);
      expect(await everything(T0 + DAY)).toBe(1);
      expect(await store().callbacks.get('old')).toBeNull();
      expect(await store().sessions.get('s-old')).toBeNull();
      expect(await store().sessions.journal('s-old')).toEqual([]);
      expect(await store().sessions.inbox('s-old')).toEqual([]);
      expect(await store().sessions.ofCallback('old')).toEqual([]);
      expect(await store().outbox.get('a-old')).toBeNull();
      expect((await store().outbox.open()).map(({ id }) => id)).not.toContain('a-old');
      expect(await store().dialogRuns.get('k-old')).toBeNull();
      expect(await store().facts.ofCallback('old')).toEqual([make.fact('f-old', { callbackId: 'old' })]);

      expect(await store().callbacks.get('new')).toMatchObject({ state: 'COMPLETED' });
      expect(await store().sessions.journal('s-new')).toHaveLength(2);
      expect(await store().outbox.get('a-new')).not.toBeNull();
      expect(await store().dialogRuns.get('k-new')).not.toBeNull();
    });

    it('leaves no trace of it in searches, counts and slots', async () => {
      await live('old', T0);
      await live('new', T0 + DAY);
      await everything(T0 + DAY);
      const found = async (pairs: Record<string, string>): Promise<string[]> => {
        const page = await store().callbacks.find({ limit: 9, properties: { pairs, operand: 'AND' } });
        return page.records.map(({ id }) => id);
      };
      expect(await found({ lang: 'old' })).toEqual([]);
      expect(await found({ _customer_number: '+12025550123' })).toEqual(['new']);
      expect(await store().callbacks.counts()).toEqual([
        { service: 'classic', state: 'COMPLETED', count: 1 },
      ]);
      expect(await store().slots.taken('classic', T0, T0 + 1)).toEqual([{ slotAt: T0, taken: 1 }]);
      await store().callbacks.create(make.create(make.callback('old')));
      expect(await found({ lang: 'old' })).toEqual([]);
    });

    it('keeps callbacks that are not over, and those of which a session still runs', async () => {
      await store().callbacks.create(make.create(make.callback('queued')));
      await live('running', T0, true);
      expect(await everything(T0 + 365 * DAY)).toBe(0);
      expect(await store().callbacks.get('queued')).not.toBeNull();
      expect(await store().callbacks.get('running')).not.toBeNull();
      expect((await store().sessions.timersDue(T0, 9)).map(({ key }) => key)).toEqual(['retry']);
    });

    it('keeps sessions that are to begin later, and callbacks that have one', async () => {
      await live('early', T0);
      await store().sessions.start(make.session('later', { status: 'planned', callbackId: 'early' }));
      await store().sessions.start(make.session('own', { status: 'planned' }));
      expect(await everything(T0 + 365 * DAY)).toBe(0);
      expect(await store().callbacks.get('early')).not.toBeNull();
      expect(await store().sessions.get('own')).toMatchObject({ status: 'planned' });
    });

    it('forgets sessions without a callback that ended before, and no running one', async () => {
      for (const [id, end] of Object.entries({ old: T0, new: T0 + DAY, running: null })) {
        await store().sessions.start(make.session(id, {}, [make.event('e1')]));
        const status = end === null ? 'running' : 'failed';
        await store().sessions.commit(make.step(id, 0, make.event('e1'), { status, finishedAt: end }));
      }
      expect(await everything(T0 + DAY)).toBe(1);
      expect(await store().sessions.get('old')).toBeNull();
      expect(await store().sessions.journal('old')).toEqual([]);
      expect(await store().sessions.get('new')).not.toBeNull();
      expect((await store().sessions.running()).map(({ id }) => id)).toEqual(['running']);
    });

    it('forgets a session whose callback is not there any more', async () => {
      const row = { callbackId: 'nobody', status: 'finished', finishedAt: T0 } as const;
      await store().sessions.start(make.session('orphan', row));
      expect(await everything(T0 + 1)).toBe(1);
      expect(await store().sessions.get('orphan')).toBeNull();
      expect(await store().sessions.ofCallback('nobody')).toEqual([]);
    });

    it('forgets legs that ended before, and none that lives', async () => {
      for (const [id, endedAt] of Object.entries({ old: T0, new: T0 + DAY, live: null }))
        await store().interactions.add(make.interaction(id, { endedAt }));
      expect(await everything(T0 + DAY)).toBe(1);
      expect((await store().interactions.recent(9)).map(({ id }) => id)).toEqual(['live', 'new']);
      expect((await store().interactions.live()).map(({ id }) => id)).toEqual(['live']);
      expect(await store().interactions.get('old')).toBeNull();
    });

    it('forgets runs of foreign browsers that nobody touched since', async () => {
      await store().dialogRuns.open(make.dialogRun('left', { updatedAt: T0 }));
      await store().dialogRuns.open(make.dialogRun('touched', { updatedAt: T0 }));
      const touched = make.dialogRun('touched', { revision: 1, updatedAt: T0 + DAY });
      await store().dialogRuns.advance(0, touched, []);
      await store().dialogRuns.open(make.dialogRun('of-a-session', { updatedAt: T0, sessionId: 's1' }));
      expect(await everything(T0 + DAY)).toBe(1);
      expect(await store().dialogRuns.get('left')).toBeNull();
      expect(await store().dialogRuns.get('touched')).toEqual(touched);
      expect(await store().dialogRuns.get('of-a-session')).not.toBeNull();
    });

    it('forgets old entries of the routing journal; the aggregate goes on where it is', async () => {
      const change = { ...make.noChange, agents: [make.agent('1001')] };
      for (const n of [0, 1, 2])
        await store().routing.commit(make.routing(`m${n}`, n, { at: T0 + n * DAY, change }));
      expect(await everything(T0 + 2 * DAY)).toBe(2);
      expect((await store().routing.journal(0, 9)).map(({ seq }) => seq)).toEqual([3]);
      expect(await store().routing.load()).toMatchObject({ seq: 3, agents: [make.agent('1001')] });
      expect(await store().routing.commit(make.routing('m2', 3))).toBe('duplicate');
      expect(await store().routing.commit(make.routing('m3', 3))).toBe('committed');
    });

    it('forgets what callers said before', async () => {
      for (const at of [3, 1, 2]) await store().utterances.keep(make.utterance(`u${at}`, { at: T0 + at }));
      expect(await store().retention.forget(T0 + 3, 1)).toBe(1);
      expect(await store().utterances.get('u1')).toBeNull();
      expect(await everything(T0 + 3)).toBe(1);
      expect(await store().utterances.get('u3')).toEqual(make.utterance('u3', { at: T0 + 3 }));
    });

    it('forgets refused requests from before, and no other facts', async () => {
      const refused = (id: string, at: number) =>
        make.fact(id, { kind: 'request.refused', at, callbackId: id });
      await store().facts.add([refused('r2', T0 + 1), refused('r1', T0), refused('r3', T0 + 2)]);
      await store().facts.add([make.fact('f1', { at: T0, callbackId: 'r1' }), make.fact('f2', { at: T0 })]);
      expect(await store().retention.forget(T0 + 2, 1)).toBe(1);
      expect((await store().facts.recent('request.refused', 9)).map(({ id }) => id)).toEqual(['r3', 'r2']);
      expect(await everything(T0 + 2)).toBe(1);
      expect((await store().facts.recent('request.refused', 9)).map(({ id }) => id)).toEqual(['r3']);
      expect(await store().facts.ofCallback('r1')).toEqual([make.fact('f1', { at: T0, callbackId: 'r1' })]);
      expect(await store().facts.ofCallback('r2')).toEqual([]);
      const { fact } = await store().archive.counts();
      expect(fact).toBe(3);
    });

    it('takes no more of a sort at once than asked for, the oldest first', async () => {
      for (const n of [3, 1, 2]) {
        await live(`c${n}`, T0 + n);
        await store().interactions.add(make.interaction(`i${n}`, { endedAt: T0 + n }));
      }
      expect(await store().retention.forget(T0 + DAY, 1)).toBe(2);
      expect(await store().callbacks.get('c1')).toBeNull();
      expect(await store().interactions.get('i1')).toBeNull();
      expect(await store().callbacks.get('c2')).not.toBeNull();
      expect(await everything(T0 + DAY, 1)).toBe(4);
      expect(await store().callbacks.counts()).toEqual([]);
      expect(await store().interactions.recent(9)).toEqual([]);
    });
  });
}
