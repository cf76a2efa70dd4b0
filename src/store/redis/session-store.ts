import type { ChangeHints } from '../change-hints.ts';
import type { OutboxStore } from '../outbox.ts';
import type { JournalEntry, SessionEvent, SessionStore, StepCommit, StepResult } from '../sessions.ts';
import type { RedisConnection } from './connection.ts';
import {
  argumentsText,
  decodeAction,
  decodeSession,
  decodeTimer,
  encodeAction,
  encodeCallback,
  encodeChange,
  encodeDeliveries,
  encodeFacts,
  encodeInteraction,
  encodeSession,
  encodeTimer,
  numberOrNull,
  parsedList,
  type Arguments,
} from './encode.ts';

type Fields = (string | null)[];

export function sessionStore(redis: RedisConnection, hints: ChangeHints): SessionStore {
  return {
    start: (start, interactions = []) => {
      const given = { start: encodeSession(start), interactions: interactions.map(encodeInteraction) };
      const started = redis.write('sessions_start', given) as Promise<'started' | 'exists'>;
      return hints.after(started, 'sessions', ...(interactions.length > 0 ? ['interactions' as const] : []));
    },
    moveStart: (id, startedAt) => {
      const moved = redis.write('sessions_move_start', { id, startedAt });
      return hints.after(moved as ReturnType<SessionStore['moveStart']>, 'sessions');
    },
    commit: (commit) =>
      hints.after(
        redis.writeTexts('sessions_commit', encodeCommit(commit)) as Promise<StepResult>,
        'sessions',
        ...(commit.callback ? ['callbacks' as const] : []),
        ...(commit.interactions.length > 0 ? ['interactions' as const] : []),
        ...(commit.facts.length > 0 ? ['facts' as const] : []),
      ),
    post: async (deliveries) => {
      const posted = redis.write('sessions_post', { deliveries: encodeDeliveries(deliveries) });
      await hints.after(posted, 'sessions');
    },
    get: async (id) => decodeSession(await redis.read<Fields>('sessions_get', { id })),
    inbox: async (id) => parsedList<SessionEvent>(await redis.read<string[]>('sessions_inbox', { id })),
    waiting: () => redis.read<string[]>('sessions_waiting'),
    running: async () => rowsOf(await redis.read<Fields[]>('sessions_running'), decodeSession),
    journal: async (id) => parsedList<JournalEntry>(await redis.read<string[]>('sessions_journal', { id })),
    ofCallback: async (id) =>
      rowsOf(await redis.read<Fields[]>('sessions_of_callback', { id }), decodeSession),
    timersDue: async (untilAt, limit) =>
      (await redis.read<string[]>('sessions_timers_due', { untilAt, limit })).map(decodeTimer),
    fireTimers: (untilAt, limit) => {
      const fired = redis.write('sessions_fire_timers', { untilAt, limit });
      return hints.after(
        fired.then((text) => JSON.parse(text) as string[]),
        'sessions',
      );
    },
    nextTimer: async () => numberOrNull(await redis.read<string | null>('sessions_next_timer')),
  };
}

export function outboxStore(redis: RedisConnection, hints: ChangeHints): OutboxStore {
  return {
    claim: ({ actionId: id, node, at, callback }) => {
      const given = { id, node, at, callback: encodeChange(callback, encodeCallback) };
      const claimed = redis.write('outbox_claim', given) as ReturnType<OutboxStore['claim']>;
      return hints.after(claimed, 'sessions', ...(callback ? ['callbacks' as const] : []));
    },
    finish: async (id) => {
      await hints.after(redis.write('outbox_finish', { id }), 'sessions');
    },
    get: async (id) => decodeAction(await redis.read<Fields>('outbox_get', { id })),
    open: async () => rowsOf(await redis.read<Fields[]>('outbox_open'), decodeAction),
    openOf: async (id) => rowsOf(await redis.read<Fields[]>('outbox_open_of', { id }), decodeAction),
  };
}

/** What every step has, one by one, and as JSON what only some have. */
function encodeCommit(commit: StepCommit): string[] {
  const { sessionId, expectedSeq, status, finishedAt, snapshot, journal } = commit;
  const texts = [
    ...[sessionId, String(expectedSeq), status, finishedAt === null ? '' : String(finishedAt), snapshot],
    ...[journal.event?.id ?? '', JSON.stringify(journal)],
  ];
  return hasOthers(commit) ? [...texts, argumentsText(encodeOthers(commit))] : texts;
}

function hasOthers({ completes, timers, callback, ...commit }: StepCommit): boolean {
  const { actions, interactions, deliveries, facts } = commit;
  const lists = [completes, timers.set, timers.clear, actions, interactions, deliveries, facts];
  return callback !== null || lists.some((list) => list.length > 0);
}

function encodeOthers({ completes, timers, ...commit }: StepCommit): Arguments {
  return {
    completes,
    timers: { set: timers.set.map(encodeTimer), clear: timers.clear },
    actions: commit.actions.map(encodeAction),
    callback: encodeChange(commit.callback, encodeCallback),
    interactions: commit.interactions.map((change) => encodeChange(change, encodeInteraction)),
    deliveries: encodeDeliveries(commit.deliveries),
    facts: encodeFacts(commit.facts),
  };
}

function rowsOf<Row>(replies: Fields[], decode: (fields: Fields) => Row | null): Row[] {
  return replies.map(decode).filter((row) => row !== null);
}
