import type { CallbackRecord, CallbackState, Fact, InteractionRecord } from '../callback/record.ts';
import type { Delivery, SessionStart } from './sessions.ts';

export interface SlotClaim {
  service: string;
  /** Start of the bucket, epoch ms. */
  slotAt: number;
  capacity: number;
}

export interface CallbackCreate {
  record: CallbackRecord;
  /** Null for a scheduled callback: its session starts when its time comes. */
  session: SessionStart | null;
  slot: SlotClaim | null;
  /** Most callbacks not yet COMPLETED that the same number may have in this service, this one included; null = any. */
  activeLimit: number | null;
  /** The caller's leg that is traded for it, as this leaves it (`version` is the new one); null when there is none. */
  origin: { expectedVersion: number; record: InteractionRecord } | null;
  /** Kept with it; ids already there are passed over. */
  facts: Fact[];
}

/**
 * - `created`; `exists`: a callback of that id is there already and was left alone
 * - `slot-full`: the bucket has no capacity left; `too-many`: the number has its fill of active callbacks
 * - `stale`: the origin has changed; read it and create again
 */
export type CreateResult = 'created' | 'exists' | 'slot-full' | 'too-many' | 'stale';

export interface CallbackChange {
  expectedVersion: number;
  record: CallbackRecord;
  deliveries: Delivery[];
  session: SessionStart | null;
  /** Frees the slot the callback took when it was created, if it still holds it. */
  freeSlot: boolean;
  /** Kept with it; ids already there are passed over. */
  facts: Fact[];
}

export interface CallbackQuery {
  service?: string;
  states?: CallbackState[];
  customerNumber?: string;
  /** Pairs compared with the record's user data and `_customer_number`. */
  properties?: { pairs: Record<string, string>; operand: 'AND' | 'OR' };
  /** The cursor of the page before (pages are newest first); any other text is a BAD_REQUEST. */
  after?: string;
  limit: number;
}

export interface CallbackPage {
  records: CallbackRecord[];
  /** Hand it to the next query; null at the end. */
  cursor: string | null;
}

export interface CallbackStore {
  create(create: CallbackCreate): Promise<CreateResult>;
  get(id: string): Promise<CallbackRecord | null>;
  /** Compares the version; an unknown id is `stale` too. */
  change(change: CallbackChange): Promise<'changed' | 'stale'>;
  find(query: CallbackQuery): Promise<CallbackPage>;
  /** SCHEDULED ones whose time (`desiredAt`) is not after `until`, earliest first. */
  due(until: number, limit: number): Promise<CallbackRecord[]>;
  nextDue(): Promise<number | null>;
  /** Callbacks by service and state. */
  counts(): Promise<{ service: string; state: CallbackState; count: number }[]>;
  /** Taken places of each bucket in [from, to). */
  slots(service: string, from: number, to: number): Promise<{ slotAt: number; taken: number }[]>;
}

/** Call legs. */
export interface InteractionStore {
  /** A leg that is known already is left as it is. */
  add(record: InteractionRecord): Promise<'added' | 'exists'>;
  get(id: string): Promise<InteractionRecord | null>;
  change(
    expectedVersion: number,
    record: InteractionRecord,
    deliveries: Delivery[],
  ): Promise<'changed' | 'stale'>;
  /** Legs that have not ended. */
  live(): Promise<InteractionRecord[]>;
  /** Newest first. */
  recent(limit: number): Promise<InteractionRecord[]>;
}
