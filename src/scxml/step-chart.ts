import { messageOf } from '../core/errors.ts';
import { ScriptError } from '../sandbox/script-error.ts';
import type { Chart } from './chart/chart.ts';
import { Interpreter } from './engine/interpreter.ts';
import { Tree } from './engine/tree.ts';
import { emit, raiseError, type Work } from './engine/work.ts';
import { NeedsRead, type DataModel } from './evaluate/data-model.ts';
import type { EngineEvent, Snapshot, StepInputs, StepOutcome } from './step.ts';

export interface StepRequest {
  /** Null to begin the session. */
  snapshot: Snapshot | null;
  /** Null only to begin the session. */
  event: EngineEvent | null;
  inputs: StepInputs;
}

/**
 * One step of a session: from a snapshot and an event to the next snapshot, and what is to be done. Pure: the same
 * chart, request and data model give the same bytes. @throws RingbackError SCRIPT_LIMIT
 */
export function stepChart(chart: Chart, model: DataModel, request: StepRequest): StepOutcome {
  const snapshot: Snapshot = request.snapshot ? structuredClone(request.snapshot) : emptySnapshot();
  const work: Work = {
    snapshot,
    inputs: request.inputs,
    model,
    actions: [],
    timers: { set: [], clear: [] },
    trace: [],
  };
  const tree = new Tree(chart);
  const interpreter = new Interpreter(tree, work);
  try {
    model.begin(snapshot, request.inputs, {
      isActive: (id) => [...interpreter.configuration].some((index) => tree.state(index).id === id),
      queue: (kind, list) => {
        emit(work, kind, { attributes: { args: list }, params: {}, children: [] });
      },
    });
    if (!request.snapshot) interpreter.begin();
    interpreter.take(request.event);
    keepData(work, interpreter);
  } catch (error) {
    if (error instanceof NeedsRead) return { kind: 'needs', names: error.names };
    // Outside every block: a session that took its own data model apart.
    if (error instanceof ScriptError) return failedStep(request, messageOf(error));
    throw error;
  }
  snapshot.configuration = interpreter.stateIds;
  if (!interpreter.running) forget(snapshot, work.timers);
  const { actions, timers, trace } = work;
  return { kind: 'stepped', snapshot, actions, timers, trace, done: snapshot.done };
}

/**
 * The end of a session whose scripts cannot be gone on with. Of the step nothing is kept but the event and the reason:
 * it stands in the trace, and the session is done where it stood.
 */
export function failedStep({ snapshot: before, event }: StepRequest, reason: string): StepOutcome {
  const snapshot: Snapshot = before ? structuredClone(before) : emptySnapshot();
  const timers = { set: [], clear: [] };
  forget(snapshot, timers);
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

/** A variable without JSON (a circular object) is unset, and the session is told. */
function keepData(work: Work, interpreter: Interpreter): void {
  const { model, snapshot } = work;
  try {
    Object.assign(snapshot, model.end());
  } catch (error) {
    const lost = error instanceof ScriptError ? model.lose() : [];
    if (lost.length === 0) throw error;
    raiseError(work, { text: `${lost.join(', ')} cannot be kept: ${messageOf(error)}`, line: 0 });
    interpreter.settle();
    Object.assign(snapshot, model.end());
  }
}

function forget(snapshot: Snapshot, timers: Work['timers']): void {
  timers.clear.push(...snapshot.timers.map(({ key }) => key));
  timers.set = [];
  Object.assign(snapshot, { timers: [], internalQueue: [], externalQueue: [], done: true });
}

function emptySnapshot(): Snapshot {
  return {
    format: 1,
    configuration: [],
    history: {},
    data: {},
    declared: [],
    made: {},
    entered: [],
    internalQueue: [],
    externalQueue: [],
    timers: [],
    counters: { send: 0 },
    done: false,
  };
}
