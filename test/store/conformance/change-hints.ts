import { describe, expect, it } from 'vitest';

import type { ChangeHint, Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import {
  accessKey,
  agent,
  callback,
  create,
  delivery,
  fact,
  interaction,
  next,
  noChange,
  revision,
  routing,
  session,
  step,
} from './make.ts';

/** Lets hints that are on their way arrive. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function describeChangeHints(open: () => Promise<Store>): void {
  describe('change hints', () => {
    const store = eachTest(open);

    const hintsOf = async (change: () => Promise<unknown>): Promise<ChangeHint[]> => {
      const hints: ChangeHint[] = [];
      const stop = store().onChange((hint) => hints.push(hint));
      await change();
      await settled();
      stop();
      return hints.sort();
    };

    it('say what a change touched', async () => {
      const of = store();
      const leg = interaction('i1');
      expect(await hintsOf(() => of.sessions.start(session('s1'), [leg]))).toEqual([
        'interactions',
        'sessions',
      ]);
      expect(await hintsOf(() => of.sessions.post([delivery('s1', 'e')]))).toEqual(['sessions']);
      expect(await hintsOf(() => of.callbacks.create(create(callback('c1'))))).toEqual(['callbacks']);
      const record = next(callback('c1'));
      const changes = { callback: { expectedVersion: 1, record }, facts: [fact('f0')] };
      const commit = step('s1', 0, null, changes);
      expect(await hintsOf(() => of.sessions.commit(commit))).toEqual(['callbacks', 'facts', 'sessions']);
      expect(await hintsOf(() => of.interactions.change(1, { ...leg, version: 2 }, []))).toEqual([
        'interactions',
      ]);
      const change = { ...noChange, agents: [agent('1001')] };
      expect(await hintsOf(() => of.routing.commit(routing('m1', 0, { change })))).toEqual(['routing']);
      expect(await hintsOf(() => of.facts.add([fact('f1')]))).toEqual(['facts']);
      expect(await hintsOf(() => of.sets.publish({ hash: 'h', publishedAt: 0, files: {} }))).toEqual([
        'sets',
      ]);
      expect(await hintsOf(() => of.revisions.add(revision(1)))).toEqual(['configuration']);
      expect(await hintsOf(() => of.keys.put(0, accessKey('ada')))).toEqual(['configuration']);
    });

    it('are silent about what changed nothing, about reads, and once nobody listens', async () => {
      await store().callbacks.create(create(callback('c1')));
      expect(await hintsOf(() => store().callbacks.create(create(callback('c1'))))).toEqual([]);
      expect(await hintsOf(() => store().sessions.commit(step('unknown', 0)))).toEqual([]);
      expect(await hintsOf(() => store().sessions.fireTimers(0, 10))).toEqual([]);
      expect(await hintsOf(() => store().callbacks.get('c1'))).toEqual([]);
      expect(await hintsOf(() => store().revisions.add(revision(7)))).toEqual([]);
      const hints: ChangeHint[] = [];
      store().onChange((hint) => hints.push(hint))();
      await store().callbacks.create(create(callback('c2')));
      await settled();
      expect(hints).toEqual([]);
    });

    it('come after the change, so that a read shows it', async () => {
      const seen = new Promise((resolve) => {
        store().onChange(() => resolve(store().callbacks.get('c1')));
      });
      await store().callbacks.create(create(callback('c1')));
      expect(await seen).toEqual(callback('c1'));
    });

    it('come once for changes acknowledged together', async () => {
      const many = await hintsOf(() =>
        Promise.all(Array.from({ length: 50 }, (_, n) => store().interactions.add(interaction(`i${n}`)))),
      );
      expect(new Set(many)).toEqual(new Set(['interactions']));
      expect(many.length).toBeLessThan(50);
    });
  });
}
