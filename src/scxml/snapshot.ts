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

/** A copy to work on, of a snapshot of any format there has been. */
export function openSnapshot(stored: StoredSnapshot | null): Snapshot {
  const empty = emptySnapshot();
  if (!stored) return empty;
  const { counters, ...rest } = structuredClone(stored);
  // Format 1 knew neither children nor outstanding requests.
  return { ...empty, ...rest, format: 2, counters: { ...empty.counters, ...counters } };
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
