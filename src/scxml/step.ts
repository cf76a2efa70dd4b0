import type { Json, JsonObject } from '../core/json.ts';

/** How the attributes of a foreign element (ORS module element) are read. Plain JSON: it travels to the worker. */
export interface ElementSpec {
  /**
   * Attribute name to how it is read; `expr` = ECMAScript value expression (the ORS rule), `location`, `literal`;
   * `request` = the id of the request that the element is about, or else a location that gets the id of its own.
   */
  attributes: Record<string, 'expr' | 'location' | 'literal' | 'request'>;
  required: string[];
  /** Child elements whose attributes are read likewise, by local name. */
  children: Record<string, ElementSpec>;
  /** No real ORS has it (true), or has these attributes of it: who writes for one is told. */
  ours?: true | string[];
  /** It always comes back as an error, for this reason: who writes a document is told before. */
  refused?: string;
  /** Its result comes as an event with its request id: until then it is outstanding. */
  request?: RequestSpec;
}

/** What becomes of a request without a result. */
export interface RequestSpec {
  /** The event that says so. */
  errorEvent: string;
  deadline?: Deadline;
}

/** How long a result may take: `ms`, and as many seconds as an attribute says. */
export interface Deadline {
  ms: number;
  seconds?: { attribute: string; otherwise: number };
  /** What its event tells besides `requestid`, `error: 'timeout'` and `reason: 'timeout'`. */
  data?: JsonObject;
}

/** Namespace URI (with and without `http://`) to module name and its elements. Unknown elements raise error.execution when reached. */
export interface ModuleRegistry {
  modules: { name: string; namespaces: string[]; elements: Record<string, ElementSpec> }[];
  /** Functions such as `_genesys.ixn.setuData`: path to the action kind they queue. They return nothing. */
  functions: Record<string, string>;
  /** Constants such as `_genesys.queue.rType.RouteTypeReject`: path to value. */
  constants: Record<string, Json>;
}

export interface StepInputs {
  sessionId: string;
  /** The sequence number this step will have (1 for the first). */
  seq: number;
  now: number;
  /** For Math.random inside scripts. */
  seed: number;
  /** What the session was started with: `_x.params` and, in documents of the ORS kind, data of the same names. */
  params: JsonObject;
  /** Answers to what an earlier try asked for, by the name it asked; `watchdog` says that it had to be cut off. */
  reads: JsonObject;
}

export interface EngineEvent {
  name: string;
  /** SCXML §5.10.1; external when absent. */
  type?: 'platform' | 'internal' | 'external';
  data: Json;
  sendid?: string;
  origin?: string;
  origintype?: string;
  invokeid?: string;
  /** `data` is the text of an XML document, or what it has under these names is: scripts see the DOM. */
  xml?: true | string[];
  /** Names that were given several times: each has the list of its values in `data`. SCXML §6.2 */
  repeated?: string[];
  /** The message as it came over HTTP (SCXML D.2), or the names and values of one in which some are repeated. */
  raw?: string;
  /** Id of the session it is for, when that is a child of the session that is stepped. */
  to?: string;
}

/** What the statechart wants done outside. `index` is its position among the step's actions. */
export interface EngineAction {
  index: number;
  /** `module.element`, such as `ixn.redirect`; or `send` for other targets. */
  kind: string;
  /** `<session>.<seq>.<index>`; assigned to the document's `requestid` location. */
  requestId: string;
  attributes: JsonObject;
  params: JsonObject;
  children: ElementNode[];
}

export interface ElementNode {
  name: string;
  attributes: JsonObject;
  children: ElementNode[];
}

export interface EngineTimer {
  /** Unique in the session. */
  key: string;
  dueAt: number;
  event: EngineEvent;
  /** Where the event is sent when the timer fires; into the session's own queue when absent. */
  send?: { target: string; type: string };
}

/** A document that a session can invoke. */
export type ChildDocument =
  { kind: 'inner'; at: number } | { kind: 'file'; address: string } | { kind: 'text'; text: string };

/** A session that another invoked, as it stands in the snapshot of that one. SCXML §6.4 */
export interface Invocation {
  id: string;
  /** Which `invoke` it is of: id of the state, and place among its invokes. */
  state: string;
  at: number;
  autoforward: boolean;
  /** Null once it has ended: then only its last events are still to be taken. */
  session: ChildSession | null;
}

interface ChildSession {
  id: string;
  document: ChildDocument;
  params: JsonObject;
  begun: boolean;
  snapshot: Snapshot;
}

/** What a step did, for the journal and for people. */
export type TraceItem = TraceEntry & {
  /** Id of the session it happened in, when that is not the session itself but one that was invoked. */
  invoke?: string;
};

type TraceEntry =
  | { kind: 'exit' | 'enter'; state: string }
  | { kind: 'transition'; source: string; event: string; targets: string[]; cond?: string; line: number }
  /** `level`: ORS, from 1 (reporting) to 4 (debug). */
  | { kind: 'log'; label: string; text: string; level?: number }
  | { kind: 'error'; name: string; text: string; line: number }
  | { kind: 'event'; name: string; internal: boolean };

/** Complete, versioned, JSON only: configuration, history, data, queues, timers, counters. */
export interface Snapshot {
  format: 2;
  configuration: string[];
  history: Record<string, string[]>;
  data: JsonObject;
  /** Ids declared in the data model, so that an unset one stays assignable. */
  declared: string[];
  /** Functions and dates among the data: where they stand (`name` or `name.key`), and an expression that makes them. */
  made: Record<string, string>;
  /** States whose data have got their values (late binding). */
  entered: string[];
  internalQueue: EngineEvent[];
  externalQueue: EngineEvent[];
  timers: EngineTimer[];
  /** Sessions it invoked that have not ended, or whose last events have not been taken. */
  invoked: Invocation[];
  /** Requests of module elements whose result has not come; `late`: whose deadline has passed, the last ones. */
  requests: { id: string; kind: string; late?: true }[];
  counters: { send: number; invoke: number };
  done: boolean;
}

export type StepOutcome =
  | {
      kind: 'stepped';
      snapshot: Snapshot;
      actions: EngineAction[];
      /** Timers to store and keys to forget (also when the session is done). */
      timers: { set: EngineTimer[]; clear: string[] };
      trace: TraceItem[];
      done: boolean;
    }
  /** Something has to be read from outside first; step again from the same snapshot with it in `reads`. */
  | { kind: 'needs'; names: string[] };
