import type { Chart } from './chart/chart.ts';
import { Interpreter } from './engine/interpreter.ts';
import { Tree } from './engine/tree.ts';
import { emit, type Work } from './engine/work.ts';
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
    model.begin({ data: snapshot.data, declared: snapshot.declared }, request.inputs, {
      isActive: (id) => [...interpreter.configuration].some((index) => tree.state(index).id === id),
      queue: (kind, list) => void emit(work, kind, { attributes: { args: list }, params: {}, children: [] }),
    });
    if (!request.snapshot) interpreter.begin();
    interpreter.take(request.event);
    Object.assign(snapshot, model.end());
  } catch (error) {
    if (error instanceof NeedsRead) return { kind: 'needs', names: error.names };
    throw error;
  }
  const done = !interpreter.running;
  snapshot.configuration = [...interpreter.configuration].sort((a, b) => a - b).map((index) => tree.state(index).id);
  snapshot.done = done;
  if (done) {
    work.timers.clear.push(...snapshot.timers.map(({ key }) => key));
    Object.assign(snapshot, { timers: [], internalQueue: [], externalQueue: [] });
    work.timers.set = [];
  }
  return { kind: 'stepped', snapshot, actions: work.actions, timers: work.timers, trace: work.trace, done };
}

function emptySnapshot(): Snapshot {
  return {
    format: 1,
    configuration: [],
    history: {},
    data: {},
    declared: [],
    internalQueue: [],
    externalQueue: [],
    timers: [],
    counters: { send: 0 },
    done: false,
  };
}
