import type { Json } from '../../core/json.ts';
import type { RequestSpec } from '../step.ts';

/** An ECMAScript expression or script and the line it stands on. */
export interface Code {
  source: string;
  line: number;
}

/** A value that is given as text or computed. */
export type Value = { kind: 'text'; text: string } | { kind: 'code'; code: Code };

export interface Param {
  name: string;
  value: Code;
}

/** Executable content (SCXML §4). */
export type Executable =
  | { kind: 'if'; branches: { cond: Code | null; body: Executable[] }[]; line: number }
  | { kind: 'foreach'; array: Code; item: string; index: string | null; body: Executable[]; line: number }
  | { kind: 'assign'; location: string; value: Value | Content; line: number }
  | { kind: 'log'; label: Value | null; expr: Code | null; level: Code | null; line: number }
  | { kind: 'raise'; event: string; params: Param[]; line: number }
  | { kind: 'send'; send: Send; line: number }
  | { kind: 'cancel'; sendid: Value; line: number }
  | { kind: 'script'; code: Code; line: number }
  | { kind: 'module'; element: ModuleElement; line: number }
  /** Never right; said at publish, an error event when it is reached. */
  | { kind: 'unknown'; text: string; line: number };

/** Data written out: JSON if it reads as such, the text of an XML document (scripts see its DOM, SCXML B.2.1), else text with white space folded. */
export type Content =
  { kind: 'content'; data: Json; xml?: never } | { kind: 'content'; data: string; xml: true };

/** `<invoke>`. SCXML §6.4 */
export interface Invoke {
  id: string | null;
  idLocation: string | null;
  type: Value | null;
  src: Value | null;
  content: Code | Content | InnerDocument | null;
  namelist: string[];
  params: Param[];
  autoforward: boolean;
  finalize: Executable[];
  line: number;
}

/** A document that is written out in an `invoke`: its place in `Chart.inner`. */
export interface InnerDocument {
  kind: 'document';
  at: number;
}

export interface Send {
  event: Value | null;
  target: Value | null;
  type: Value | null;
  delay: Value | null;
  id: string | null;
  idLocation: string | null;
  namelist: string[];
  params: Param[];
  content: Code | Content | null;
}

export interface ModuleElement {
  /** `module.element`. */
  kind: string;
  name: string;
  attributes: { name: string; how: 'expr' | 'location' | 'literal' | 'request'; code: Code }[];
  params: Param[];
  children: ModuleElement[];
  /** A result comes, with the id of the request; null when none does. */
  request: RequestSpec | null;
}

export interface Transition {
  source: number;
  /** Event descriptors without a trailing `.*`; empty for an eventless one. */
  events: string[];
  cond: Code | null;
  targets: number[];
  internal: boolean;
  body: Executable[];
  line: number;
}

export interface DataItem {
  id: string;
  value: Value | Content | null;
  line: number;
}

export interface DoneData {
  params: Param[];
  content: Code | Content | null;
}

export interface StateNode {
  index: number;
  id: string;
  kind: 'scxml' | 'state' | 'parallel' | 'final' | 'history';
  parent: number;
  /** States, parallels, finals; in document order. */
  children: number[];
  histories: number[];
  deep: boolean;
  /** The default entry of a compound state, or what a history without memory stands for. */
  initial: Transition | null;
  transitions: Transition[];
  onentry: Executable[][];
  onexit: Executable[][];
  invokes: Invoke[];
  data: DataItem[];
  doneData: DoneData | null;
  line: number;
}

/** A compiled document: plain data, shared by all its sessions. States are numbered in document order, 0 is the root. */
export interface Chart {
  name: string;
  /** Its address among the files of its set. */
  path: string;
  /** Documents of the older Genesys dialect: attributes of `send` are expressions, script variables are data. */
  ors: boolean;
  lateBinding: boolean;
  states: StateNode[];
  /** Global scripts, run once at the start. */
  scripts: Code[];
  dataModel: 'ecmascript' | 'null';
  /** Documents written out in its `invoke` elements. */
  inner: Chart[];
}
