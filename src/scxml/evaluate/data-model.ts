import type { Json } from '../../core/json.ts';
import type { EngineEvent, Snapshot, StepInputs } from '../step.ts';

/** A step cannot go on before something outside has been read. */
export class NeedsRead extends Error {
  readonly names: string[];

  constructor(names: string[]) {
    super(`needs ${names.join(', ')}`);
    this.names = names;
  }
}

/** What scripts can ask of the session they run in. */
export interface SessionView {
  /** Id of the session of the step: that of a child begins with it. */
  root: string;
  isActive(state: string): boolean;
  activeStates(): string[];
  /** A function such as `_genesys.ixn.setuData` was called. */
  queue(kind: string, list: Json[]): void;
}

/** The part of a snapshot that is the data model's. */
export type DataModelState = Pick<Snapshot, 'data' | 'declared' | 'made'>;

export interface GivenValue {
  value: Json | undefined;
  xml?: true;
}

/**
 * The data model of one session while it is stepped. Every method that evaluates throws ScriptError for what
 * becomes `error.execution`, SCRIPT_LIMIT when a limit is hit, NeedsRead when something has to be read first.
 */
export interface DataModel {
  begin(state: DataModelState, inputs: StepInputs, view: SessionView): void;
  /** What is left, as JSON. Throws ScriptError when a variable has no JSON, such as a circular object. */
  end(): DataModelState;
  /** Unsets the variables that have no JSON, and names them. */
  lose(): string[];
  setEvent(event: EngineEvent): void;
  declare(id: string): void;
  set(id: string, value: Json): void;
  /** Gives a variable the DOM of an XML text. */
  setXml(id: string, xml: string): void;
  /** Gives a variable the value of an expression, whatever that is. */
  evaluateInto(id: string, source: string): void;
  value(source: string): Json | undefined;
  /** A value to hand over; an XML document as its text. */
  given(source: string): GivenValue;
  truth(source: string): boolean;
  assign(location: string, source: string): void;
  assignValue(location: string, value: Json): void;
  assignXml(location: string, xml: string): void;
  run(source: string): void;
  /** Calls `body` for each item of a copy of the array. SCXML §4.6. */
  forEach(loop: { array: string; item: string; index: string | null }, body: () => void): void;
  /** True when evaluating it fails because a name in it is unknown. */
  isUnknownName(source: string): boolean;
}
