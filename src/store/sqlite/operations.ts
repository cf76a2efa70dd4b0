import * as actions from './actions.ts';
import * as archive from './archive.ts';
import { changeCallback, createCallback } from './callback-changes.ts';
import { callbacksByDueTime, findCallbacks } from './callback-pages.ts';
import * as callbackReads from './callback-reads.ts';
import type { Connection } from './connection.ts';
import * as deposits from './deposits.ts';
import * as dialogRuns from './dialog-runs.ts';
import * as facts from './facts.ts';
import { pagesOf } from './file-health.ts';
import { deliver, inboxOf } from './inbox.ts';
import * as interactions from './interactions.ts';
import { journalOf } from './journal.ts';
import { anyBarred, getBarred, listBarred, putBarred } from './do-not-call.ts';
import { allKeys, getKey, putKey } from './keys.ts';
import { forgetOld } from './retention.ts';
import { addRevision, getRevision, listRevisions, revisionHead } from './revisions.ts';
import * as routing from './routing-rows.ts';
import { keepSecret } from './secrets.ts';
import * as sessions from './session-rows.ts';
import * as sets from './sets.ts';
import { heldSlot, takenSlots } from './slots.ts';
import { commitStep } from './step-commit.ts';
import { giveBackThrottle, takeThrottle } from './throttles.ts';
import { fireTimers, nextTimer, timersDue } from './timers.ts';
import { getUtterance, keepUtterance } from './utterances.ts';

/** Carried out on a connection in the thread that owns it. Arguments and result are JSON. */
export type Operation = (connection: Connection, ...args: unknown[]) => unknown;

/** Changes of the port by name. Each runs in the writer's transaction, whole or not at all. */
export const writes = {
  'sessions.start': sessions.startSession,
  'sessions.moveStart': sessions.moveStart,
  'sessions.commit': commitStep,
  'sessions.post': deliver,
  'sessions.fireTimers': fireTimers,
  'outbox.claim': actions.claimAction,
  'outbox.finish': actions.finishAction,
  'callbacks.create': createCallback,
  'callbacks.change': changeCallback,
  'throttles.take': takeThrottle,
  'throttles.giveBack': giveBackThrottle,
  'interactions.add': interactions.addInteraction,
  'interactions.change': interactions.changeInteraction,
  'dialogRuns.open': dialogRuns.openRun,
  'dialogRuns.advance': dialogRuns.advanceRun,
  'routing.commit': routing.commitRouting,
  'sets.publish': sets.publishSet,
  'secrets.keep': keepSecret,
  'revisions.add': addRevision,
  'keys.put': putKey,
  'doNotCall.put': putBarred,
  'utterances.keep': keepUtterance,
  'deposits.put': deposits.putDeposit,
  'deposits.remove': deposits.removeDeposit,
  'deposits.purge': deposits.purgeDeposits,
  'facts.add': facts.addFacts,
  'archive.write': archive.writeArchive,
  'retention.forget': forgetOld,
};

/** Reads of the port by name. */
export const reads = {
  'sessions.get': sessions.getSession,
  'sessions.inbox': inboxOf,
  'sessions.waiting': sessions.waitingSessions,
  'sessions.running': sessions.runningSessions,
  'sessions.journal': journalOf,
  'sessions.ofCallback': sessions.sessionsOfCallback,
  'sessions.timersDue': timersDue,
  'sessions.nextTimer': nextTimer,
  'outbox.get': actions.getAction,
  'outbox.open': actions.openActions,
  'outbox.openOf': actions.openActionsOf,
  'callbacks.get': callbackReads.getCallback,
  'callbacks.find': findCallbacks,
  'callbacks.byDueTime': callbacksByDueTime,
  'callbacks.due': callbackReads.dueCallbacks,
  'callbacks.nextDue': callbackReads.nextDueCallback,
  'callbacks.counts': callbackReads.countCallbacks,
  'slots.taken': takenSlots,
  'slots.heldBy': heldSlot,
  'interactions.get': interactions.getInteraction,
  'interactions.live': interactions.liveInteractions,
  'interactions.recent': interactions.recentInteractions,
  'dialogRuns.get': dialogRuns.getRun,
  'routing.load': routing.loadRouting,
  'routing.journal': routing.routingJournal,
  'routing.newest': routing.newestDecision,
  'sets.get': sets.getSet,
  'sets.active': sets.activeSet,
  'revisions.head': revisionHead,
  'revisions.get': getRevision,
  'revisions.list': listRevisions,
  'keys.get': getKey,
  'keys.all': allKeys,
  'doNotCall.any': anyBarred,
  'doNotCall.get': getBarred,
  'doNotCall.list': listBarred,
  'utterances.get': getUtterance,
  'deposits.get': deposits.getDeposit,
  'deposits.ofKind': deposits.depositsOfKind,
  'deposits.count': deposits.countDeposits,
  'facts.ofCallback': facts.factsOfCallback,
  'facts.recent': facts.recentFacts,
  'archive.read': archive.readArchive,
  'archive.counts': archive.countArchive,
  'archive.isEmpty': archive.isArchiveEmpty,
  'file.pages': pagesOf,
};

/**
 * Reads of one row, or of the few of one session or call, by an index: less work than their way to another thread and
 * back, and most of what a step asks for.
 */
export const lookUps: ReadonlySet<keyof Reads> = new Set([
  ...(['sessions.get', 'sessions.inbox', 'sessions.nextTimer', 'outbox.get', 'outbox.openOf'] as const),
  ...(['callbacks.get', 'callbacks.nextDue', 'slots.heldBy', 'interactions.get', 'dialogRuns.get'] as const),
  ...(['routing.newest', 'sets.active', 'revisions.head', 'keys.get'] as const),
]);

export type Writes = typeof writes;
export type Reads = typeof reads;
