import type { Json, JsonObject } from '../../core/json.ts';
import type { DataModel } from '../evaluate/data-model.ts';
import type { EngineAction, EngineEvent, EngineTimer, Snapshot, StepInputs, TraceItem } from '../step.ts';

/** What a step is working on: the snapshot as it changes, and what comes out. */
export interface Work {
  snapshot: Snapshot;
  inputs: StepInputs;
  model: DataModel;
  actions: EngineAction[];
  timers: { set: EngineTimer[]; clear: string[] };
  trace: TraceItem[];
}

/** An event of our own making: `error.execution` and its like go to the internal queue. SCXML §3.12.2 */
export function raiseError(work: Work, name: string, text: string, line: number, sendid?: string): void {
  work.trace.push({ kind: 'error', name, text, line });
  const event: EngineEvent = { name, type: 'platform', data: { message: text, line } };
  if (sendid !== undefined) event.sendid = sendid;
  work.snapshot.internalQueue.push(event);
}

/** The error is raised already: only the rest of the block is to be skipped. */
export class SendRefused extends Error {}

/** Emits an action and gives its request id: `<session>.<seq>.<index>`. */
export function emit(work: Work, kind: string, parts: Omit<EngineAction, 'index' | 'kind' | 'requestId'>): string {
  const index = work.actions.length;
  const requestId = `${work.inputs.sessionId}.${work.inputs.seq}.${index}`;
  work.actions.push({ index, kind, requestId, ...parts });
  return requestId;
}

/** Undefined does not survive as JSON. */
export function jsonOf(value: Json | undefined): Json {
  return value === undefined ? null : value;
}

/** Puts a name with its value into an object, whatever the name is. */
export function put(target: JsonObject, name: string, value: Json): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
