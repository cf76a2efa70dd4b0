import type { CallbackRecord, Fact, InteractionRecord } from '../../../../src/callback/record.ts';
import type { DialogRun } from '../../../../src/store/dialog-runs.ts';
import type {
  ActionRow,
  JournalEntry,
  SessionEvent,
  SessionRow,
  StoredTimer,
} from '../../../../src/store/sessions.ts';
import type { SlotPlace } from '../../../../src/store/slots.ts';
import type { ThrottleTake } from '../../../../src/store/throttles.ts';

/** All that is stored. Maps are in the order of insertion; what is in them is replaced, never altered. */
export interface State {
  sessions: Map<string, SessionRow>;
  journals: Map<string, JournalEntry[]>;
  inboxes: Map<string, SessionEvent[]>;
  /** In the order they were set. */
  timers: StoredTimer[];
  actions: Map<string, ActionRow>;
  callbacks: Map<string, CallbackRecord>;
  /** The place in a slot that a callback holds. */
  places: Map<string, SlotPlace>;
  throttles: Map<string, ThrottleTake>;
  interactions: Map<string, InteractionRecord>;
  dialogRuns: Map<string, DialogRun>;
  facts: Map<string, Fact>;
}

export function emptyState(): State {
  return {
    sessions: new Map(),
    journals: new Map(),
    inboxes: new Map(),
    timers: [],
    actions: new Map(),
    callbacks: new Map(),
    places: new Map(),
    throttles: new Map(),
    interactions: new Map(),
    dialogRuns: new Map(),
    facts: new Map(),
  };
}

interface Versioned {
  id: string;
  version: number;
}

/** True when a change builds on the version that is stored; never for what is not stored. */
export function isCurrent(
  stored: Map<string, Versioned>,
  { expectedVersion, record }: { expectedVersion: number; record: Versioned },
): boolean {
  return stored.get(record.id)?.version === expectedVersion;
}

/** Adds what has an id; what is there already is left as it is. */
export function addOnce<Row extends { id: string }>(stored: Map<string, Row>, row: Row): boolean {
  if (stored.has(row.id)) return false;
  stored.set(row.id, row);
  return true;
}

/** Rows from the newest to the oldest by `at`; of the same instant the one added last comes first. */
export function newestFirst<Row>(rows: Iterable<Row>, at: (row: Row) => number): Row[] {
  return [...rows].reverse().sort((a, b) => at(b) - at(a));
}
