import type { AccessKey } from '../callback/access-key.ts';
import type { BarredNumber } from '../callback/barred-number.ts';
import type { CallbackRecord, Fact, InteractionRecord } from '../callback/record.ts';
import type { AgentRow, EntryRow, QueueStats } from '../routing/state.ts';
import type { Deposit } from './deposits.ts';
import type { DialogRun } from './dialog-runs.ts';
import type { Revision } from './revisions.ts';
import type { RoutingJournalEntry } from './routing.ts';
import type { Secret } from './secrets.ts';
import type { ActionRow, Delivery, JournalEntry, SessionRow, StoredTimer } from './sessions.ts';
import type { DocumentSet } from './sets.ts';
import type { SlotPlace } from './slots.ts';
import type { ThrottleTaken } from './throttles.ts';
import type { Utterance } from './utterances.ts';

/** All that a store holds, by kind, as plain JSON. */
export interface ArchiveValues {
  set: DocumentSet;
  /** Hash of the active set; no row while there is none. */
  'active-set': string;
  secret: Secret;
  revision: Revision;
  key: AccessKey;
  'do-not-call': BarredNumber;
  /** With the place in a slot that it holds; null when it holds none (any more). */
  callback: { record: CallbackRecord; slot: SlotPlace | null };
  interaction: InteractionRecord;
  session: SessionRow;
  journal: JournalEntry;
  /** Those that are done, too. */
  action: ActionRow;
  inbox: Delivery;
  timer: StoredTimer;
  'dialog-run': DialogRun;
  utterance: Utterance;
  deposit: Deposit;
  fact: Fact;
  throttle: ThrottleTaken;
  agent: AgentRow;
  entry: EntryRow;
  stats: QueueStats;
  'routing-journal': RoutingJournalEntry & { messageId: string };
  /** Sequence number of the routing aggregate; no row while it is 0. */
  'routing-head': number;
}

export type ArchiveKind = keyof ArchiveValues;

/** In the order in which an archive has them. */
export const archiveKinds = [
  'set',
  'active-set',
  'secret',
  'revision',
  'key',
  'do-not-call',
  'callback',
  'interaction',
  'session',
  'journal',
  'action',
  'inbox',
  'timer',
  'dialog-run',
  'utterance',
  'deposit',
  'fact',
  'throttle',
  'agent',
  'entry',
  'stats',
  'routing-journal',
  'routing-head',
] as const satisfies ArchiveKind[];

export type ArchiveRow = { [Kind in ArchiveKind]: { kind: Kind; value: ArchiveValues[Kind] } }[ArchiveKind];

/** Rows by kind; every kind is there. */
export type ArchiveCounts = Record<ArchiveKind, number>;

export interface ArchivePage {
  rows: ArchiveRow[];
  /** Hand it to the next read; null at the end. */
  cursor: string | null;
}

/** A way to read everything, kind after kind. */
export interface ArchiveReader {
  /**
   * The next rows, `limit` at most. Kinds come in the order of `archiveKinds`, and the rows of a kind in the order
   * in which they were added (timers: in which they were set), so that a store which takes them in as they come
   * answers every read in the same order. What changes between two pages may be there or not. A cursor that was not
   * handed out is a BAD_REQUEST. Cost: O(log n + page); the routing aggregate is small and read whole in Redis.
   */
  read(cursor: string | null, limit: number): Promise<ArchivePage>;
  /** Cost: O(n). */
  counts(): Promise<ArchiveCounts>;
}

/** Everything in the store, to be taken elsewhere and taken in again: backup, restore, another adapter. */
export interface ArchiveStore extends ArchiveReader {
  /**
   * Takes rows in, all of them or none. Those that are there already (by id; journal entries by session and `seq`,
   * events by session and id, timers by session and key, the routing journal by `seq` or message) are left as they are,
   * so that a copy which was cut off is begun again. The routing sequence number never goes back. A callback
   * takes its slot whatever the capacity. Emits every hint.
   */
  write(rows: ArchiveRow[]): Promise<void>;
  /** True when there is nothing in it. Cost: SQLite one look-up a kind, Redis as `counts`. */
  isEmpty(): Promise<boolean>;
}
