import type { CallbackRecord, Fact, InteractionRecord } from '../callback/record.ts';
import type { Json, JsonObject } from '../core/json.ts';

/** An input of a session. `id` makes a second delivery of it a no-op. */
export interface SessionEvent {
  id: string;
  name: string;
  data: Json;
  /** What else SCXML §5.10.1 knows of it, such as `sendid` and `origin`. */
  about?: JsonObject;
}

/** An event on its way to a session, stored until the step that takes it commits. */
export interface Delivery {
  sessionId: string;
  event: SessionEvent;
}

/** One running (or ended) instance of a strategy. */
export interface SessionRow {
  id: string;
  /** Number of committed steps. 0 = created, not yet begun. */
  seq: number;
  /** `planned`: it begins at `startedAt`, which has not come yet. */
  status: 'planned' | 'running' | 'finished' | 'failed';
  /** Name of the document, such as `callback`. */
  strategy: string;
  /** The set of documents it keeps. */
  setHash: string;
  chartHash: string;
  callbackId: string | null;
  interactionId: string | null;
  /** What it was started with. */
  params: JsonObject;
  /** Snapshot of the statechart after the last step, JSON text; null before the first. */
  snapshot: string | null;
  /** Of a planned session when it is to begin, epoch ms. */
  startedAt: number;
  finishedAt: number | null;
}

/** One step on the record. */
export interface JournalEntry {
  sessionId: string;
  /** The sequence number this step produced. */
  seq: number;
  at: number;
  engineVersion: string;
  /** The input; null for the step that begins the session. */
  event: SessionEvent | null;
  /** The seed and everything read from outside during the step. */
  inputs: JsonObject;
  /** What happened: states left and entered, transitions, logs, reasons. */
  trace: Json[];
  actions: { id: string; kind: string }[];
}

export interface StoredTimer {
  sessionId: string;
  key: string;
  dueAt: number;
  event: SessionEvent;
}

export type ActionMode = 'repeatable' | 'at-most-once';

/** Something a session wants done outside. Open until its result has been taken by a step. */
export interface ActionRow {
  id: string;
  sessionId: string;
  seq: number;
  index: number;
  /** Module and element, such as `ixn.createcall`. */
  kind: string;
  mode: ActionMode;
  /**
   * `pending`: may be carried out. `sending`: an at-most-once action a node has begun, never begun again; or a
   * message, which is begun with the step that asks for it.
   * `done`: its result was taken, or it needs none.
   */
  status: 'pending' | 'sending' | 'done';
  /** The statechart's request id, echoed in the result event. */
  requestId: string | null;
  payload: JsonObject;
  createdAt: number;
  /** When the engine reports a time-out if no result has come; null for none. */
  deadlineAt: number | null;
  node: string | null;
  sentAt: number | null;
}

export interface SessionStart {
  row: SessionRow;
  events: SessionEvent[];
}

/**
 * All that one step changes, committed whole or not at all. The event leaves the inbox. A step that ends its
 * session (`status` not `running`) also clears its timers, calls off the actions of earlier steps that are still
 * pending, and drops what is left in its inbox; the actions of the step itself stay, and are closed by `finish`.
 */
export interface StepCommit {
  sessionId: string;
  /** The sequence number the step was made from. */
  expectedSeq: number;
  status: Exclude<SessionRow['status'], 'planned'>;
  finishedAt: number | null;
  snapshot: string;
  journal: JournalEntry;
  /** `clear` goes before `set`: a key in both stays set. */
  timers: { set: StoredTimer[]; clear: string[] };
  actions: ActionRow[];
  /** Actions whose result this step took, or which it called off. */
  completes: string[];
  /** The callback record as this step leaves it (`version` is the new one), if it changes. */
  callback: { expectedVersion: number; record: CallbackRecord } | null;
  interactions: { expectedVersion: number; record: InteractionRecord }[];
  /** Events for other sessions. */
  deliveries: Delivery[];
  /** Ids already there are passed over. */
  facts: Fact[];
}

/**
 * - `committed`: all of it is durable
 * - `stale`: the session is at another sequence number, has ended or is unknown, or is planned and this is not its
 *   end; load it and step again
 * - `duplicate`: this session has taken that event before; nothing was changed, but it is out of the inbox
 * - `record-stale`: the callback or an interaction changed meanwhile; load them and step again
 */
export type StepResult = 'committed' | 'stale' | 'duplicate' | 'record-stale';

/** Sessions with their journal, timers, inbox and actions. */
export interface SessionStore {
  /**
   * Compares nothing but the id; a session that exists already is left as it is, and so are legs that do. Changes: the
   * session, its first events in the inbox, the legs it starts with. Emits `sessions`, and `interactions` with legs.
   */
  start(start: SessionStart, interactions?: InteractionRecord[]): Promise<'started' | 'exists'>;
  /** Cost: one look-up. */
  get(id: string): Promise<SessionRow | null>;
  /**
   * Puts the start of a planned session to another instant. Compares its status: `begun` also for one that has ended,
   * since neither can begin any more. Asked again it changes nothing. Emits `sessions`.
   */
  moveStart(id: string, startedAt: number): Promise<'moved' | 'begun' | 'unknown'>;
  /**
   * One step, whole or not at all. Compares, in this order: whether the session has taken the event (`duplicate`), its
   * sequence number and that it runs, or is planned and ends (`stale`), the versions of the records (`record-stale`). Changes what
   * `StepCommit` says. Emits `sessions`, and `callbacks`, `interactions`, `facts` when it changes them.
   */
  commit(commit: StepCommit): Promise<StepResult>;
  /**
   * Makes events durable before they are acknowledged. Passed over: ids already posted or taken, and events for
   * a session that has ended. Events for a session that has not begun or does not exist yet wait for it. Emits
   * `sessions`.
   */
  post(deliveries: Delivery[]): Promise<void>;
  /** Events not yet taken, oldest first. Cost: O(log n + events), by an index. */
  inbox(sessionId: string): Promise<SessionEvent[]>;
  /** Running sessions that have something in the inbox or have not begun, oldest first: recovery. Cost: O(running). */
  waiting(): Promise<string[]>;
  /** Oldest first. Cost: O(running), by an index. */
  running(): Promise<SessionRow[]>;
  /** First step to last. Cost: O(log n + steps), by an index. */
  journal(sessionId: string): Promise<JournalEntry[]>;
  /** Sessions of a callback, oldest first. Cost: O(log n + sessions), by an index. */
  ofCallback(callbackId: string): Promise<SessionRow[]>;
  /**
   * Timers due up to `until`, earliest first (those of the same instant as they were set), at most `limit`. Cost: O(log n +
   * limit), by an index.
   */
  timersDue(until: number, limit: number): Promise<StoredTimer[]>;
  /**
   * Moves timers due up to `until` (earliest first, at most `limit`) into the inboxes of their sessions: each fires
   * once. Planned sessions that are due (earliest first, at most `limit`) run from then on. Gives the sessions whose
   * timers fired, then those that begin. Compares nothing. Emits `sessions` when there were some.
   *
   * Asked again because the answer was lost it moves what is left, and nothing twice. That needs no id: a further
   * timer is due as well, and firing it is what the caller would do next. Only the list is lost, so such a caller
   * looks at `waiting` instead.
   */
  fireTimers(until: number, limit: number): Promise<string[]>;
  /** The earliest due instant of any timer or planned session; null when there is none. Cost: one look-up. */
  nextTimer(): Promise<number | null>;
}
