import { describe, expect, it } from 'vitest';

import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../../src/store/store.ts';
import * as make from '../conformance/make.ts';
import { temporaryFolder } from './temporary-folder.ts';

const pathOf = temporaryFolder();

async function fill(store: Store): Promise<void> {
  const slot = { service: 'classic', slotAt: make.T0, capacity: 2 };
  const start = make.session('s1', { callbackId: 'c1' }, [make.event('e1'), make.event('e2')]);
  await store.callbacks.create(make.create(make.callback('c1'), { slot, session: start }));
  await store.interactions.add(make.interaction('i1'));
  await store.sessions.commit(
    make.step('s1', 0, make.event('e1'), {
      actions: [make.action('a1', 's1')],
      timers: { set: [make.timer('s1', 'retry', make.T0 + 5)], clear: [] },
    }),
  );
  await store.outbox.claim({ actionId: 'a1', node: 'n1', at: make.T0, callback: null });
  await store.dialogRuns.open(make.dialogRun('k1'));
  const change = { ...make.noChange, agents: [make.agent('1001')], entries: [make.entry('e1')] };
  await store.routing.commit(make.routing('m1', 0, { change }));
  await store.sets.publish({
    hash: 'h1',
    publishedAt: make.T0,
    files: { 'dialogs/classic.yaml': 'say: hello' },
  });
  await store.facts.add([make.fact('f1', { callbackId: 'c1' })]);
}

async function everything(store: Store): Promise<object> {
  return {
    session: await store.sessions.get('s1'),
    inbox: await store.sessions.inbox('s1'),
    journal: await store.sessions.journal('s1'),
    timers: await store.sessions.timersDue(make.T0 + 9, 9),
    actions: await store.outbox.open(),
    callbacks: await store.callbacks.find({ limit: 9, customerNumber: '+12025550123' }),
    slots: await store.slots.taken('classic', make.T0, make.T0 + 1),
    interactions: await store.interactions.live(),
    run: await store.dialogRuns.get('k1'),
    routing: await store.routing.load(),
    routingJournal: await store.routing.journal(0, 9),
    set: await store.sets.get((await store.sets.active())!),
    facts: await store.facts.ofCallback('c1'),
  };
}

describe('a store in a file, opened again', () => {
  it.each([
    [true, false],
    [false, true],
  ])('has everything it had (threads %s, then %s)', async (before, after) => {
    const path = pathOf(`a/new/folder/${before}.db`);
    const first = await openSqliteStore({ path, threads: before });
    await fill(first);
    const kept = await everything(first);
    await first.close();
    const second = await openSqliteStore({ path, threads: after });
    expect(await everything(second)).toEqual(kept);
    expect(Object.values(kept).every((part) => part !== null && part !== undefined)).toBe(true);
    expect(await second.sessions.commit(make.step('s1', 1, make.event('e1')))).toBe('duplicate');
    expect(await second.routing.commit(make.routing('m1', 1))).toBe('duplicate');
    await second.close();
  });
});
