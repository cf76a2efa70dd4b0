import type { Json, JsonObject } from '../../core/json.ts';
import { ScriptError } from '../../sandbox/script-error.ts';
import type { DataModel } from '../evaluate/data-model.ts';
import type {
  ChildDocument,
  EngineAction,
  EngineEvent,
  EngineTimer,
  Invocation,
  Snapshot,
  StepInputs,
  TraceItem,
} from '../step.ts';

/** The other sessions of a step: those that were invoked, and the one that invoked. */
export interface Kin {
  /** Id of the session of the step itself: ids of requests are made of it. */
  root: string;
  /** False when nobody of that name is there. */
  toParent(event: EngineEvent): boolean;
  toInvoked(invokeid: string, event: EngineEvent): boolean;
  toSession(sessionId: string, event: EngineEvent): boolean;
  /** @throws ScriptError when there is no such document, or there are too many sessions already */
  begin(child: Omit<Invocation, 'session'> & { document: ChildDocument; params: JsonObject }): void;
  cancel(invokeid: string): void;
  /** Whether one that was invoked has yet to begin: it does before the next event is taken. */
  isAwaited(): boolean;
}

/** What a step is working on: the snapshot as it changes, and what comes out. */
export interface Work {
  snapshot: Snapshot;
  inputs: StepInputs;
  model: DataModel;
  actions: EngineAction[];
  timers: { set: EngineTimer[]; clear: string[] };
  trace: TraceItem[];
  /** Of the whole step, however many sessions it takes. */
  spent: { microsteps: number };
  kin: Kin;
  /** The chart is of the ORS dialect. */
  ors: boolean;
}

/** Most actions of a step, events in a queue, and timers of a session: scripts could make them without end. */
const MOST = 1_000;

export interface RaisedError {
  /** `error.execution` when absent. */
  name?: string;
  text: string;
  line: number;
  sendid?: string | undefined;
}

/** An event of our own making: errors go to the internal queue. SCXML §3.12.2 */
export function raiseError(work: Work, { name = 'error.execution', text, line, sendid }: RaisedError): void {
  work.trace.push({ kind: 'error', name, text, line });
  const event: EngineEvent = { name, type: 'platform', data: { message: text, line } };
  if (sendid !== undefined) event.sendid = sendid;
  work.snapshot.internalQueue.push(event);
}

/** The error is raised already: only the rest of the block is to be skipped. */
export class SendRefused extends Error {}

/** Adds to a queue or to the timers. */
export function enqueue<T>(queue: T[], item: T): void {
  if (queue.length >= MOST) throw new ScriptError('RangeError', `more than ${MOST} events wait`);
  queue.push(item);
}

/** The id of the next action: `<session>.<seq>.<index>`, of the index among those of the whole step. */
export function nextRequestId({ inputs, actions }: Work): string {
  return `${inputs.sessionId}.${inputs.seq}.${actions.length}`;
}

export function emit(
  work: Work,
  kind: string,
  parts: Omit<EngineAction, 'index' | 'kind' | 'requestId'>,
): void {
  const { actions } = work;
  if (actions.length >= MOST) throw new ScriptError('RangeError', `more than ${MOST} actions in one step`);
  actions.push({ index: actions.length, kind, requestId: nextRequestId(work), ...parts });
}

/** Undefined does not survive as JSON. */
export function jsonOf(value: Json | undefined): Json {
  return value === undefined ? null : value;
}

/** Puts a name with its value into an object, whatever the name is. */
export function put(target: JsonObject, name: string, value: Json): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
