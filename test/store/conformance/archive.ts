import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { archiveKinds, type ArchiveRow } from '../../../src/store/archive.ts';
import type { Store } from '../../../src/store/store.ts';
import * as make from './make.ts';
import { createModel } from './model/model.ts';
import { everyRead } from './model/queries.ts';
import { requests } from './model/requests.ts';

const { T0 } = make;
const MINUTE_OF_TWO = { lengthMs: 60_000, limit: 2 };

/** `copies`: how many random stores are copied. */
export function describeArchive(open: () => Promise<Store>, copies: number): void {
  describe('the archive', () => {
    let from: Store;
    let to: Store;
    beforeEach(async () => {
      [from, to] = [await open(), await open()];
    });
    afterEach(async () => {
      await from.close();
      await to.close();
    });

    it('of an empty store is empty', async () => {
      expect(await from.archive.read(null, 10)).toEqual({ rows: [], cursor: null });
      expect(await from.archive.isEmpty()).toBe(true);
      const counts = await from.archive.counts();
      expect(counts).toEqual(Object.fromEntries(archiveKinds.map((kind) => [kind, 0])));
    });

    it('is read in pages of at most the size asked for, kind after kind, and counts what it gives', async () => {
      await fill(from);
      expect(await from.archive.isEmpty()).toBe(false);
      for (const size of [1, 2, 7, 1000]) {
        const rows: ArchiveRow[] = [];
        for await (const page of pagesOf(from, size)) {
          expect(page.length).toBeLessThanOrEqual(size);
          rows.push(...page);
        }
        const kinds = rows.map(({ kind }) => archiveKinds.indexOf(kind));
        expect(kinds).toEqual([...kinds].sort((a, b) => a - b));
        expect(new Set(kinds).size).toBe(archiveKinds.length);
        const counts = await from.archive.counts();
        for (const kind of archiveKinds)
          expect(rows.filter((row) => row.kind === kind)).toHaveLength(counts[kind]);
      }
    });

    it('taken in by another store makes it decide like the first', async () => {
      await fill(from);
      await copy(from, to, 3);
      expect(await to.sessions.commit(make.step('s1', 1, make.event('e1')))).toBe('duplicate');
      expect(await to.sessions.commit(make.step('s1', 0))).toBe('stale');
      expect(await to.routing.commit(make.routing('m1', 1))).toBe('duplicate');
      const claim = { actionId: 'a1', node: 'n2', at: T0, callback: null };
      expect(await to.outbox.claim(claim)).toBe('not-pending');
      const slot = { service: 'classic', slotAt: T0, capacity: 1 };
      expect(await to.callbacks.create(make.create(make.callback('c9'), { slot }))).toBe('slot-full');
      const freed = { deliveries: [], session: null, slot: 'free' as const, facts: [] };
      const record = make.next(make.callback('c1'));
      expect(await to.callbacks.change({ expectedVersion: 1, record, ...freed })).toBe('changed');
      expect(await to.slots.taken('classic', T0, T0 + 1)).toEqual([]);
      expect(await to.secrets.keep({ name: 'dialog-runs', value: 'another' })).toBe('guess me');
      expect(await to.revisions.add(make.revision(1))).toBe('stale');
      expect(await to.revisions.add(make.revision(2))).toBe('added');
      expect(await to.keys.put(0, make.accessKey('ada'))).toBe('stale');
      expect(await to.deposits.put(0, make.deposit('d1'))).toBe('stale');
      expect(await to.doNotCall.put(0, make.barredNumber('+14155550100'))).toBe('stale');
    });

    it('goes on counting what throttles let through, and gives it back', async () => {
      const take = (store: Store, id: string, at: number): Promise<unknown> =>
        store.throttles.take({ id, at, claims: [{ scope: 'per-day', key: '+1', windows: [MINUTE_OF_TWO] }] });
      await take(from, 't1', T0);
      await take(from, 't2', T0 + 10_000);
      await copy(from, to, 1);
      await copy(from, to, 1);
      const refused = { refused: { scope: 'per-day', key: '+1' } };
      expect(await take(to, 't3', T0 + 20_000)).toEqual({ ...refused, retryAt: T0 + 60_000 });
      expect(await to.throttles.giveBack('t1')).toBe('given-back');
      expect(await take(to, 't3', T0 + 20_000)).toBe('taken');
      expect(await take(to, 't4', T0 + 60_000)).toEqual({ ...refused, retryAt: T0 + 70_000 });
    });

    it('leaves what is there already as it is', async () => {
      await fill(from);
      await copy(from, to, 5);
      await to.sessions.commit(make.step('s1', 1, make.event('e2')));
      await to.outbox.finish('a1');
      const change = { ...make.noChange, agents: [make.agent('1001', { state: 'busy' })] };
      await to.routing.commit(make.routing('m2', 1, { change }));
      const files = { 'dialogs/classic.yaml': 'say: goodbye' };
      await to.sets.publish({ hash: 'h2', publishedAt: T0 + 1, files });
      await to.revisions.add(make.revision(2));
      await to.keys.put(1, make.accessKey('ada', { version: 2, revokedAt: T0 }));
      const off = make.barredNumber('+14155550100', { version: 2, listed: false });
      await to.doNotCall.put(1, off);
      const before = await allReads(to);
      // Without the event that the session has taken meanwhile: that comes back, and is a duplicate to it.
      await copy(from, to, 5, (row) => row.kind !== 'inbox');
      expect(await allReads(to)).toEqual(before);
    });

    it('refuses a cursor that was not handed out', async () => {
      for (const cursor of ['', 'x', 'nonsense.1', 'session.-1', "session.1'"])
        await expect(from.archive.read(cursor, 1)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    });

    it('makes a store that answers every read like the first, also when cut off and begun again', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(requests, { maxLength: 60, size: 'max' }),
          fc.integer({ min: 1, max: 20 }),
          fc.integer({ min: 0, max: 60 }),
          async (history, size, cutAfter) => {
            const model = createModel();
            const [first, second] = [await open(), await open()];
            try {
              for (const request of history) {
                const call = request(model);
                await call.of(model);
                await call.of(first);
              }
              const expected = await allReads(first);
              let left = cutAfter;
              await copy(first, second, size, () => left-- > 0);
              for (const pageSize of [size, size + 1]) {
                await copy(first, second, pageSize);
                expect(await allReads(second)).toEqual(expected);
                expect(await second.archive.counts()).toEqual(await first.archive.counts());
                expect(await takesOf(second)).toEqual(await takesOf(first));
              }
            } finally {
              await first.close();
              await second.close();
            }
          },
        ),
        { numRuns: copies },
      );
    });
  });
}

async function* pagesOf(store: Store, size: number): AsyncGenerator<ArchiveRow[]> {
  let cursor: string | null = null;
  do {
    const page = await store.archive.read(cursor, size);
    yield page.rows;
    cursor = page.cursor;
  } while (cursor !== null);
}

async function copy(
  from: Store,
  to: Store,
  size: number,
  wanted: (row: ArchiveRow) => boolean = () => true,
): Promise<void> {
  for await (const rows of pagesOf(from, size)) await to.archive.write(rows.filter(wanted));
}

/** What throttles have counted: no read of the port but this one tells. */
async function takesOf(store: Store): Promise<ArchiveRow[]> {
  const takes: ArchiveRow[] = [];
  for await (const rows of pagesOf(store, 100)) takes.push(...rows.filter(({ kind }) => kind === 'throttle'));
  return takes;
}

async function allReads(store: Store): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const read of everyRead) answers.push([read.name, read.args, await read.of(store)]);
  return answers;
}

/** Something of every kind. */
async function fill(store: Store): Promise<void> {
  const slot = { service: 'classic', slotAt: T0, capacity: 1 };
  const start = make.session('s1', { callbackId: 'c1' }, [make.event('e1'), make.event('e2')]);
  const facts = [make.fact('f1', { callbackId: 'c1' })];
  await store.callbacks.create(make.create(make.callback('c1'), { slot, session: start, facts }));
  await store.interactions.add(make.interaction('i1'));
  await store.sessions.commit(
    make.step('s1', 0, make.event('e1'), {
      actions: [make.action('a1', 's1')],
      timers: { set: [make.timer('s1', 'retry', T0 + 5)], clear: [] },
    }),
  );
  await store.outbox.claim({ actionId: 'a1', node: 'n1', at: T0, callback: null });
  await store.dialogRuns.open(make.dialogRun('k1'));
  await store.utterances.keep(make.utterance('u1'));
  const stats = [{ queue: 'classic', handleMs: 1234.5, handled: 1 }];
  const change = { ...make.noChange, agents: [make.agent('1001')], entries: [make.entry('e1')], stats };
  await store.routing.commit(make.routing('m1', 0, { change }));
  const files = { 'dialogs/classic.yaml': 'say: hello' };
  await store.sets.publish({ hash: 'h1', publishedAt: T0, files });
  await store.secrets.keep({ name: 'dialog-runs', value: 'guess me' });
  await store.revisions.add(make.revision(1));
  await store.keys.put(0, make.accessKey('ada'));
  await store.deposits.put(0, make.deposit('d1'));
  await store.doNotCall.put(0, make.barredNumber('+14155550100'));
  const claims = [{ scope: 'service', key: 'classic', windows: [MINUTE_OF_TWO] }];
  await store.throttles.take({ id: 't1', at: T0, claims });
}
