import { isRingbackError } from '../../core/errors.ts';
import type { ArchiveStore } from '../archive.ts';
import type { CallbackStore, InteractionStore } from '../callbacks.ts';
import type { DepositStore } from '../deposits.ts';
import type { DialogRunStore } from '../dialog-runs.ts';
import type { DoNotCallStore } from '../do-not-call.ts';
import type { FactStore } from '../facts.ts';
import type { KeyStore } from '../keys.ts';
import type { OutboxStore } from '../outbox.ts';
import type { RetentionStore } from '../retention.ts';
import type { RevisionStore } from '../revisions.ts';
import type { RoutingState } from '../../routing/state.ts';
import type { RoutingStore } from '../routing.ts';
import type { SessionStore } from '../sessions.ts';
import type { SetStore } from '../sets.ts';
import type { SlotStore } from '../slots.ts';
import type { ThrottleStore } from '../throttles.ts';
import type { ChangeHint, Store } from '../store.ts';
import { ChangeHints, everyHint } from '../change-hints.ts';
import type { Executor } from './executor.ts';
import { describeFile } from './file-health.ts';
import { keptRead, type KeptRead } from './kept-read.ts';

/** The store port over the operations. `path`: null for one in memory; `release` lets go of the file. */
export function portOver(executor: Executor, path: string | null, release: () => void): Store {
  const hints = new ChangeHints();
  const head = keptRead(() => executor.read('revisions.head'));
  const anyBarred = keptRead(() => executor.read('doNotCall.any'));
  const newest = keptRead(() => executor.read('routing.newest'));
  const board = keptRead(() => executor.read('routing.load'));
  const kept = [head, anyBarred, newest, board];
  return {
    sessions: sessionStore(executor, hints),
    outbox: outboxStore(executor, hints),
    callbacks: callbackStore(executor, hints),
    slots: slotStore(executor),
    throttles: throttleStore(executor),
    interactions: interactionStore(executor, hints),
    dialogRuns: dialogRunStore(executor, hints),
    routing: routingStore(executor, hints, { newest, board }),
    sets: setStore(executor, hints),
    secrets: { keep: (secret) => executor.write('secrets.keep', secret) },
    revisions: revisionStore(executor, hints, head),
    keys: keyStore(executor, hints),
    doNotCall: doNotCallStore(executor, anyBarred),
    utterances: {
      keep: (utterance) => executor.write('utterances.keep', utterance),
      get: (id) => executor.read('utterances.get', id),
    },
    deposits: depositStore(executor),
    facts: factStore(executor, hints),
    archive: archiveStore(executor, hints, kept),
    retention: retentionStore(executor, hints),
    onChange: (listener) => hints.listen(listener),
    onLineageChange: () => () => undefined,
    health: () => health(executor, path),
    close: async () => {
      for (const one of kept) one.forget();
      await executor.close();
      release();
    },
  };
}

async function health(
  executor: Executor,
  path: string | null,
): Promise<{ kind: string; ok: boolean; detail: string }> {
  const kind = 'sqlite';
  try {
    const pages = await executor.read('file.pages');
    const well = path === null ? 'in memory' : await describeFile(path, pages);
    return { kind, ok: executor.trouble === null, detail: executor.trouble ?? well };
  } catch (error) {
    if (isRingbackError(error)) return { kind, ok: false, detail: error.message };
    throw error;
  }
}

function sessionStore(executor: Executor, hints: ChangeHints): SessionStore {
  return {
    start: (start, interactions = []) =>
      hints.after(
        executor.write('sessions.start', start, interactions),
        'sessions',
        ...some('interactions', interactions.length > 0),
      ),
    moveStart: (id, startedAt) =>
      hints.after(executor.write('sessions.moveStart', id, startedAt), 'sessions'),
    commit: (commit) =>
      hints.after(
        executor.write('sessions.commit', commit),
        'sessions',
        ...some('callbacks', commit.callback !== null),
        ...some('interactions', commit.interactions.length > 0),
        ...some('facts', commit.facts.length > 0),
      ),
    post: (deliveries) => hints.after(executor.write('sessions.post', deliveries), 'sessions'),
    get: (id) => executor.read('sessions.get', id),
    inbox: (sessionId) => executor.read('sessions.inbox', sessionId),
    waiting: () => executor.read('sessions.waiting'),
    running: () => executor.read('sessions.running'),
    journal: (sessionId) => executor.read('sessions.journal', sessionId),
    ofCallback: (callbackId) => executor.read('sessions.ofCallback', callbackId),
    timersDue: (until, limit) => executor.read('sessions.timersDue', until, limit),
    fireTimers: (until, limit) =>
      hints.after(executor.write('sessions.fireTimers', until, limit), 'sessions'),
    nextTimer: () => executor.read('sessions.nextTimer'),
  };
}

function outboxStore(executor: Executor, hints: ChangeHints): OutboxStore {
  return {
    claim: (claim) =>
      hints.after(
        executor.write('outbox.claim', claim),
        'sessions',
        ...some('callbacks', claim.callback !== null),
      ),
    finish: (actionId) => hints.after(executor.write('outbox.finish', actionId), 'sessions'),
    get: (id) => executor.read('outbox.get', id),
    open: () => executor.read('outbox.open'),
    openOf: (sessionId) => executor.read('outbox.openOf', sessionId),
  };
}

function callbackStore(executor: Executor, hints: ChangeHints): CallbackStore {
  return {
    create: (create) =>
      hints.after(
        executor.write('callbacks.create', create),
        'callbacks',
        ...some('sessions', Boolean(create.session ?? create.follower)),
        ...some('interactions', create.origin !== null),
        ...some('facts', create.facts.length > 0),
      ),
    change: (change) =>
      hints.after(
        executor.write('callbacks.change', change),
        'callbacks',
        ...some('sessions', change.session !== null || change.deliveries.length > 0),
        ...some('facts', change.facts.length > 0),
      ),
    get: (id) => executor.read('callbacks.get', id),
    find: (query) => executor.read('callbacks.find', query),
    byDueTime: (query) => executor.read('callbacks.byDueTime', query),
    due: (until, limit) => executor.read('callbacks.due', until, limit),
    nextDue: () => executor.read('callbacks.nextDue'),
    counts: () => executor.read('callbacks.counts'),
  };
}

function slotStore(executor: Executor): SlotStore {
  return {
    taken: (service, from, to) => executor.read('slots.taken', service, from, to),
    heldBy: (callbackId) => executor.read('slots.heldBy', callbackId),
  };
}

function throttleStore(executor: Executor): ThrottleStore {
  return {
    take: (take) => executor.write('throttles.take', take),
    giveBack: (id) => executor.write('throttles.giveBack', id),
  };
}

function interactionStore(executor: Executor, hints: ChangeHints): InteractionStore {
  return {
    add: (record) => hints.after(executor.write('interactions.add', record), 'interactions'),
    change: (expectedVersion, record, deliveries) =>
      hints.after(
        executor.write('interactions.change', expectedVersion, record, deliveries),
        'interactions',
        ...some('sessions', deliveries.length > 0),
      ),
    get: (id) => executor.read('interactions.get', id),
    live: () => executor.read('interactions.live'),
    recent: (limit) => executor.read('interactions.recent', limit),
  };
}

function dialogRunStore(executor: Executor, hints: ChangeHints): DialogRunStore {
  return {
    open: (run) => executor.write('dialogRuns.open', run),
    advance: (expectedRevision, run, deliveries) =>
      hints.after(
        executor.write('dialogRuns.advance', expectedRevision, run, deliveries),
        ...some('sessions', deliveries.length > 0),
      ),
    get: (key) => executor.read('dialogRuns.get', key),
  };
}

interface KeptRouting {
  /** A router asks for every message that comes to nothing whether there is a further decision; mostly there is none. */
  newest: KeptRead<number>;
  /** Whoever asks where a caller stands asks for all of it. Rows are never altered, as the router's own are not. */
  board: KeptRead<RoutingState>;
}

function routingStore(executor: Executor, hints: ChangeHints, { newest, board }: KeptRouting): RoutingStore {
  return {
    load: () => board.read(),
    commit: (commit) =>
      hints.after(
        newest.changedBy(board.changedBy(executor.write('routing.commit', commit))),
        'routing',
        ...some('sessions', commit.deliveries.length > 0),
      ),
    journal: async (fromSeq, limit) =>
      fromSeq > (await newest.read()) ? [] : executor.read('routing.journal', fromSeq, limit),
  };
}

function setStore(executor: Executor, hints: ChangeHints): SetStore {
  return {
    publish: (set) => hints.after(executor.write('sets.publish', set), 'sets'),
    get: (hash) => executor.read('sets.get', hash),
    active: () => executor.read('sets.active'),
  };
}

function revisionStore(executor: Executor, hints: ChangeHints, head: KeptRead<number>): RevisionStore {
  return {
    add: (revision) =>
      hints.after(head.changedBy(executor.write('revisions.add', revision)), 'configuration'),
    head: () => head.read(),
    get: (no) => executor.read('revisions.get', no),
    list: (before, limit) => executor.read('revisions.list', before, limit),
  };
}

function keyStore(executor: Executor, hints: ChangeHints): KeyStore {
  return {
    put: (expectedVersion, key) =>
      hints.after(executor.write('keys.put', expectedVersion, key), 'configuration'),
    get: (id) => executor.read('keys.get', id),
    all: () => executor.read('keys.all'),
  };
}

/** Where nobody was ever put on the list, which is asked for with every request and call, that costs no look-up. */
function doNotCallStore(executor: Executor, any: KeptRead<boolean>): DoNotCallStore {
  return {
    put: (expectedVersion, entry) => any.changedBy(executor.write('doNotCall.put', expectedVersion, entry)),
    get: async (number) => ((await any.read()) ? executor.read('doNotCall.get', number) : null),
    list: (after, limit) => executor.read('doNotCall.list', after, limit),
  };
}

function depositStore(executor: Executor): DepositStore {
  return {
    put: (expectedVersion, deposit) => executor.write('deposits.put', expectedVersion, deposit),
    remove: (id) => executor.write('deposits.remove', id),
    purge: (until, limit) => executor.write('deposits.purge', until, limit),
    get: (id) => executor.read('deposits.get', id),
    ofKind: (kind) => executor.read('deposits.ofKind', kind),
    count: (kind) => executor.read('deposits.count', kind),
  };
}

function factStore(executor: Executor, hints: ChangeHints): FactStore {
  return {
    add: (facts) => hints.after(executor.write('facts.add', facts), 'facts'),
    ofCallback: (callbackId) => executor.read('facts.ofCallback', callbackId),
    recent: (kind, limit) => executor.read('facts.recent', kind, limit),
  };
}

function archiveStore(
  executor: Executor,
  hints: ChangeHints,
  kept: readonly KeptRead<unknown>[],
): ArchiveStore {
  return {
    write: async (rows) => {
      const written = executor.write('archive.write', rows).finally(() => {
        for (const one of kept) one.forget();
      });
      await hints.after(written, ...everyHint);
    },
    read: (cursor, limit) => executor.read('archive.read', cursor, limit),
    counts: () => executor.read('archive.counts'),
    isEmpty: () => executor.read('archive.isEmpty'),
  };
}

function retentionStore(executor: Executor, hints: ChangeHints): RetentionStore {
  return {
    forget: (before, limit) => hints.after(executor.write('retention.forget', before, limit), ...everyHint),
  };
}

function some(hint: ChangeHint, touched: boolean): ChangeHint[] {
  return touched ? [hint] : [];
}
