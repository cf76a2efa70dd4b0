import { messageOf } from '../core/errors.ts';
import { ScriptError } from '../sandbox/script-error.ts';
import type { Chart } from './chart/chart.ts';
import { Family, type Library, type StepWork } from './engine/family.ts';
import { NeedsRead } from './evaluate/data-model.ts';
import { allTimers, forget, openSnapshot, type StoredSnapshot } from './snapshot.ts';
import type { EngineEvent, StepInputs, StepOutcome } from './step.ts';

export interface StepRequest {
  /** Null to begin the session. */
  snapshot: StoredSnapshot | null;
  /** Null to begin the session, or when a timer fires. */
  event: EngineEvent | null;
  /** Key of the timer that fires. */
  timer?: string;
  inputs: StepInputs;
}

/**
 * One step of a session and of those it invoked: from a snapshot and an event to the next snapshot, and what is to be
 * done. Pure: the same chart, request and library give the same bytes. @throws RingbackError SCRIPT_LIMIT
 */
export function stepChart(chart: Chart, library: Library, request: StepRequest): StepOutcome {
  const snapshot = openSnapshot(request.snapshot);
  const { event, timer, inputs } = request;
  const timers: StepWork['timers'] = { set: [], clear: [] };
  const step: StepWork = { inputs, actions: [], timers, trace: [], spent: { microsteps: 0 } };
  try {
    const family = new Family(chart, snapshot, request.snapshot !== null, { library, step });
    if (event) family.deliver(event);
    if (timer !== undefined && !family.fire(timer))
      step.trace.push({ kind: 'log', label: 'cancelled', text: timer });
    family.run();
  } catch (error) {
    if (error instanceof NeedsRead) return { kind: 'needs', names: error.names };
    // Outside every block: a session that took its own data model apart.
    if (error instanceof ScriptError) return failedStep(request, messageOf(error));
    throw error;
  }
  const { actions, trace } = step;
  return { kind: 'stepped', snapshot, actions, timers, trace, done: snapshot.done };
}

/**
 * The end of a session whose scripts cannot be gone on with. Of the step nothing is kept but the event and the reason:
 * it stands in the trace, and the session is done where it stood.
 */
export function failedStep({ snapshot: before, event }: StepRequest, reason: string): StepOutcome {
  const snapshot = openSnapshot(before);
  const timers = { set: [], clear: allTimers(snapshot).map(({ key }) => key) };
  forget(snapshot);
  return {
    kind: 'stepped',
    snapshot,
    actions: [],
    timers,
    trace: [
      ...(event ? [{ kind: 'event' as const, name: event.name, internal: false }] : []),
      { kind: 'error', name: 'error.execution', text: `the session was ended: ${reason}`, line: 0 },
    ],
    done: true,
  };
}
