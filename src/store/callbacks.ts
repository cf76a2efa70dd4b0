import type { CallbackRecord, CallbackState, Fact, InteractionRecord } from '../callback/record.ts';
import type { Delivery, SessionStart } from './sessions.ts';
import type { SlotChange, SlotClaim } from './slots.ts';
import type { ThrottleRefusal, ThrottleTake } from './throttles.ts';

export interface CallbackCreate {
  record: CallbackRecord;
  /** Null for a scheduled callback: its session starts when its time comes. */
  session: SessionStart | null;
  /** A session that follows it from the start; left out for none. */
  follower?: SessionStart | null;
  slot: SlotClaim | null;
  /** Taken with it, or it is refused; null for no throttle. */
  throttle: ThrottleTake | null;
  /** Most callbacks not yet COMPLETED that the same number may have in this service, this one included; null = any. */
  activeLimit: number | null;
  /** The caller's leg that is traded for it, as this leaves it (`version` is the new one); null when there is none. */
  origin: { expectedVersion: number; record: InteractionRecord } | null;
  /** Kept with it; ids already there are passed over. */
  facts: Fact[];
}

/**
 * What refuses a callback, in the order in which it is looked at; the first one is told:
 * - `exists`: a callback of that id is there already and was left alone
 * - a `ThrottleRefusal`: too many were asked for in too short a time
 * - `too-many`: the number has its fill of active callbacks
 * - `slot-full`: the bucket has no capacity left
 * - `stale`: the origin has changed; read it and create again
 */
export type CreateResult = 'created' | 'exists' | ThrottleRefusal | 'too-many' | 'slot-full' | 'stale';

export interface CallbackChange {
  expectedVersion: number;
  record: CallbackRecord;
  deliveries: Delivery[];
  session: SessionStart | null;
  slot: SlotChange;
  /** Kept with it; ids already there are passed over. */
  facts: Fact[];
}

/** Instants from `from` on and before `before`, epoch ms. */
export interface TimeRange {
  from?: number;
  before?: number;
}

/** Every condition given has to be met. Texts are compared exactly: by code points, upper and lower case apart. */
export interface CallbackQuery {
  service?: string;
  states?: CallbackState[];
  customerNumber?: string;
  /**
   * Pairs that the record's user data (or `_customer_number`) has, all of them or any: a key with this very text. All of
   * no pairs is every callback, any of no pairs is none.
   */
  properties?: { pairs: Record<string, string>; operand: 'AND' | 'OR' };
  /** When the request arrived (`createdAt`). */
  arrival?: TimeRange;
  /** The cursor of the page before; any other text is a BAD_REQUEST. */
  after?: string;
  limit: number;
}

/** By the time asked for (`desiredAt`); callbacks without one are never found. */
export interface DueQuery {
  /** Those of every service when there is none. */
  service?: string;
  due: TimeRange;
  /** The cursor of the page before; any other text is a BAD_REQUEST. */
  after?: string;
  limit: number;
}

export interface CallbackPage {
  records: CallbackRecord[];
  /** Hand it to the next query; null at the end. */
  cursor: string | null;
}

/** Callbacks, with what is committed together with them: their slot, throttle, first session, facts. */
export interface CallbackStore {
  /**
   * Adds a callback, or nothing at all. Compares what `CreateResult` says, in that order. Changes: the record, its
   * place in the slot, the take of the throttle, the session that follows it and its own with their first events, the
   * origin's record, the facts. A session that exists already is left as it is. Emits `callbacks`, and `sessions`, `interactions`,
   * `facts` when it brings them.
   */
  create(create: CallbackCreate): Promise<CreateResult>;
  /** Cost: one look-up. */
  get(id: string): Promise<CallbackRecord | null>;
  /**
   * Writes the record over the version it builds on, or changes nothing. Compares that version (`stale`; an unknown id
   * is stale too), then the capacity of the slot it moves to (`slot-full`). Changes: the record and what it is
   * found by, its slot, a session to start, events for sessions (as `sessions.post`), facts. Emits `callbacks`, and
   * `sessions`, `facts` when it touches them.
   */
  change(change: CallbackChange): Promise<'changed' | 'stale' | 'slot-full'>;
  /**
   * One page, newest first: by `createdAt`, of the same instant the one added last comes first. Paging gives whatever
   * meets the query all the while once, whatever is added meanwhile.
   * Cost: one of the conditions is walked by its index, from the cursor on, and the others are looked up for what is
   * passed: O(log n + page) when they are met by what the walk passes, as with service, state, both, arrival, or one
   * pair. With several conditions SQLite walks the number or the first pair, Redis the rarest of them.
   */
  find(query: CallbackQuery): Promise<CallbackPage>;
  /**
   * One page by the time asked for, earliest first, of the same instant the one added first; in any state. Paging
   * gives each whose time is not changed meanwhile once, whatever is added. Cost: O(log n + page) by an index; in
   * Redis also those of the cursor's very instant.
   */
  byDueTime(query: DueQuery): Promise<CallbackPage>;
  /** SCHEDULED ones whose time (`desiredAt`) is not after `until`, earliest first. Cost: O(log n + limit) by an index. */
  due(until: number, limit: number): Promise<CallbackRecord[]>;
  /** The earliest `desiredAt` of the SCHEDULED ones; null when there is none. Cost: one look-up. */
  nextDue(): Promise<number | null>;
  /**
   * Callbacks by service and state, in no particular order; pairs without any are left out. Cost: O(services), from
   * counters kept with each change.
   */
  counts(): Promise<{ service: string; state: CallbackState; count: number }[]>;
}

/** Call legs. */
export interface InteractionStore {
  /** Compares nothing but the id; a leg that is known already is left as it is. Emits `interactions`. */
  add(record: InteractionRecord): Promise<'added' | 'exists'>;
  /** Cost: one look-up. */
  get(id: string): Promise<InteractionRecord | null>;
  /**
   * Compares the version; an unknown id is `stale` too. Changes: the record, events for sessions (as `sessions.post`).
   * Emits `interactions`, and `sessions` with events.
   */
  change(
    expectedVersion: number,
    record: InteractionRecord,
    deliveries: Delivery[],
  ): Promise<'changed' | 'stale'>;
  /** Legs that have not ended, in no particular order. Cost: O(legs that live), by an index. */
  live(): Promise<InteractionRecord[]>;
  /**
   * Newest first: by `arrivedAt`, of the same instant the one added last comes first. Cost: O(log n + limit), by an
   * index.
   */
  recent(limit: number): Promise<InteractionRecord[]>;
}
