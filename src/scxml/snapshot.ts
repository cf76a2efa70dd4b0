import type { Json, JsonObject } from '../core/json.ts';
import type { EngineTimer, Snapshot } from './step.ts';

/** A session that has not begun. */
export function emptySnapshot(): Snapshot {
  return {
    format: 2,
    configuration: [],
    history: {},
    data: {},
    declared: [],
    made: {},
    entered: [],
    internalQueue: [],
    externalQueue: [],
    timers: [],
    invoked: [],
    requests: [],
    counters: { send: 0, invoke: 0 },
    done: false,
  };
}

/**
 * A copy to work on, of a snapshot of any format there has been. Lists and tables of it may be changed by a step; what
 * is in them is only ever replaced, but for the sessions it invoked, which are copied whole.
 */
export function openSnapshot(stored: StoredSnapshot | null): Snapshot {
  const empty = emptySnapshot();
  if (!stored) return empty;
  const { counters, ...rest } = copyOf(stored);
  // Format 1 knew neither children nor outstanding requests.
  return { ...empty, ...rest, format: 2, counters: { ...empty.counters, ...counters } };
}

function copyOf(stored: StoredSnapshot): StoredSnapshot {
  const parts = Object.entries(stored as unknown as JsonObject).map(([name, part]) => [
    name,
    name === 'invoked' && !isEmpty(part) ? structuredClone(part) : copyOfPart(part),
  ]);
  return Object.fromEntries(parts) as StoredSnapshot;
}

function isEmpty(part: Json): boolean {
  return Array.isArray(part) && part.length === 0;
}

function copyOfPart(part: Json): Json {
  if (Array.isArray(part)) return [...part];
  return typeof part === 'object' && part !== null ? { ...part } : part;
}

export type StoredSnapshot =
  | Snapshot
  | (Omit<Snapshot, 'format' | 'invoked' | 'requests' | 'counters'> & {
      format: 1;
      counters: { send: number };
    });

/** Timers of a session and of all it invoked. */
export function allTimers(snapshot: Snapshot): EngineTimer[] {
  const inner = snapshot.invoked.flatMap(({ session }) => (session ? allTimers(session.snapshot) : []));
  return [...snapshot.timers, ...inner];
}

/** Nothing is to come of a session that is done. */
export function forget(snapshot: Snapshot): void {
  const nothing = { timers: [], internalQueue: [], externalQueue: [], invoked: [], requests: [] };
  Object.assign(snapshot, { ...nothing, done: true });
}
