import type { Json, JsonObject } from '../../core/json.ts';
import { boundedJson } from '../../sandbox/json-depth.ts';
import type { Chart } from '../chart/chart.ts';
import type { EngineEvent, StepInputs } from '../step.ts';
import type { DataModel, DataModelState, GivenValue, SessionView } from './data-model.ts';
import {
  plainExpression,
  plainLocation,
  type PlainExpression,
  type PlainLocation,
  type PlainNames,
} from './plain-expression.ts';
import { asJson, isObject, notPlain, propertyOf, withProperty, type Plain } from './plain-operators.ts';
import { plainScript, type PlainScript } from './plain-script.ts';

/** Names of the system (SCXML §5.10) that are not looked up here, and what would not stand in JSON as it is. */
const reserved = ['_ioprocessors', '_x', '_genesys', 'In', '__proto__', '__scope', '__value'];
/** In the order in which they stand in `_event`. */
const partsOfEvent = ['name', 'type', 'sendid', 'origin', 'origintype', 'invokeid', 'data', 'raw'];

/** More in one step is left to a place where it is counted. */
const MOST_EVALUATIONS = 20_000;
/** Characters of values that one step may move about here: references are small, the JSON they stand for may not be. */
const MOST_CHARACTERS = 262_144;

/**
 * The data model of one session as long as its expressions are plain: carried out over the JSON of the snapshot, with
 * no script engine. It says what ScriptDataModel says, to the byte, or throws NotPlain: then the step is to be done
 * there from its beginning. Values are never changed in place, so snapshots may share them.
 */
export class PlainDataModel implements DataModel, PlainNames {
  readonly #chart: Chart;
  readonly #expressions = new Map<string, PlainExpression | null>();
  readonly #locations = new Map<string, PlainLocation | null>();
  readonly #scripts = new Map<string, PlainScript | null>();
  #state: DataModelState = { data: {}, declared: [], made: {} };
  #view: SessionView | null = null;
  #event: Plain;
  #sessionId = '';
  #params: JsonObject = {};
  /** The data are a copy of our own. */
  #copied = false;
  /** A variable without a value got one: the data are not in the order of their declaration. */
  #disordered = false;
  #shared = false;
  #evaluations = 0;
  #characters = 0;

  constructor(chart: Chart) {
    this.#chart = chart;
  }

  begin(state: DataModelState, { sessionId, params }: StepInputs, view: SessionView): void {
    const { data, declared, made } = state;
    // Making a function again may do anything; a date only has to stay untouched.
    if (!Object.values(made).every((source) => source.startsWith('new Date("'))) notPlain();
    this.#state = { data, declared, made };
    [this.#sessionId, this.#params] = [sessionId, params];
    this.#view = view;
    this.#event = undefined;
    [this.#copied, this.#disordered, this.#shared] = [false, false, false];
    [this.#evaluations, this.#characters] = [0, 0];
  }

  /** True once two names may lead to one object, which a change by one of them would show. */
  get isShared(): boolean {
    return this.#shared;
  }

  end(): DataModelState {
    const { data, declared, made } = this.#state;
    if (!this.#disordered) return { data, declared, made };
    const ordered: JsonObject = {};
    for (const id of declared) if (Object.hasOwn(data, id)) ordered[id] = data[id] as Json;
    return { data: ordered, declared, made };
  }

  lose(): string[] {
    return notPlain();
  }

  setEvent({ type = 'external', data, ...event }: EngineEvent): void {
    if ('xml' in event) notPlain();
    const parts: Record<string, Plain> = { ...event, type, data: data ?? undefined };
    const its: JsonObject = {};
    for (const key of partsOfEvent) if (parts[key] !== undefined) its[key] = this.#weighed(parts[key]);
    this.#event = its;
  }

  isActive(state: string): boolean {
    return this.#view?.isActive(state) ?? notPlain();
  }

  read(name: string): Plain {
    if (name === 'undefined') return undefined;
    if (name === '_event') return this.#event;
    if (name === '_sessionid') return this.#sessionId;
    if (name === '_name') return this.#chart.name;
    const { data, declared } = this.#state;
    if (Object.hasOwn(data, name)) return this.#isKnown(name) ? data[name] : notPlain();
    return declared.includes(name) && this.#isKnown(name) ? undefined : notPlain();
  }

  params(): Plain {
    return this.#state.declared.includes('_x') ? notPlain() : this.#params;
  }

  declare(id: string): void {
    if (!this.#isKnown(id) || !/^[A-Za-z_$][\w$]*$/.test(id)) notPlain();
    const { declared } = this.#state;
    if (!declared.includes(id)) this.#state.declared = [...declared, id];
  }

  set(id: string, value: Json): void {
    this.declare(id);
    this.#give(id, value);
  }

  setXml(): void {
    notPlain();
  }

  assignXml(): void {
    notPlain();
  }

  evaluateInto(id: string, source: string): void {
    const value = this.#evaluate(source);
    this.declare(id);
    this.#give(id, value);
  }

  value(source: string): Json | undefined {
    const value = this.#evaluate(source);
    return value === undefined ? undefined : this.#weighed(asJson(value));
  }

  given(source: string): GivenValue {
    return { value: this.value(source) };
  }

  truth(source: string): boolean {
    return Boolean(this.#evaluate(source));
  }

  assign(location: string, source: string): void {
    const value = this.#evaluate(source);
    this.#assign(this.#locationOf(location), value);
  }

  assignValue(location: string, value: Json): void {
    this.#assign(this.#locationOf(location), value);
  }

  #locationOf(location: string): PlainLocation {
    return cached(this.#locations, location, plainLocation) ?? notPlain();
  }

  #assign({ name, keys }: PlainLocation, value: Plain): void {
    if (!this.#state.declared.includes(name)) notPlain();
    if (keys.length === 0) return this.#give(name, value);
    if (this.#shared) notPlain();
    const its = asJson(value);
    const path = keys.map((key) => key(this) as string);
    const whole = changed(this.read(name), path, its);
    if (isObject(its)) this.#give(name, whole);
    else this.#put(name, whole, its);
  }

  /** Done as a whole or not at all: whoever goes over to a script engine in it begins it again there. */
  run(source: string): void {
    if (this.#chart.ors) notPlain();
    const { assignments, functions } = cached(this.#scripts, source, plainScript) ?? notPlain();
    if (functions.some((name) => !this.#isOfDocument(name, source))) notPlain();
    const undo = this.#remembered();
    try {
      for (const { place, value } of assignments) {
        this.#count();
        this.#assign(place, value(this));
      }
    } catch (error) {
      undo();
      throw error;
    }
  }

  /** A function that a global script declares is there in every step, and stands in no snapshot. */
  #isOfDocument(name: string, source: string): boolean {
    return !this.#state.declared.includes(name) && this.#chart.scripts.some((one) => one.source === source);
  }

  #remembered(): () => void {
    const { data, declared, made } = this.#state;
    const [copied, disordered, shared] = [this.#copied, this.#disordered, this.#shared];
    const kept = copied ? { ...data } : data;
    return () => {
      this.#state = { data: kept, declared, made };
      [this.#copied, this.#disordered, this.#shared] = [copied, disordered, shared];
    };
  }

  forEach(
    { array, item, index }: { array: string; item: string; index: string | null },
    body: () => void,
  ): void {
    const list = this.#evaluate(array);
    if (!Array.isArray(list)) return notPlain();
    this.declare(item);
    if (index !== null) this.declare(index);
    for (const [position, value] of list.entries()) {
      this.#count();
      this.#give(item, value);
      if (index !== null) this.#give(index, position);
      body();
    }
  }

  isUnknownName(source: string): boolean {
    this.#evaluate(source);
    return false;
  }

  #evaluate(source: string): Plain {
    this.#count();
    const expression = cached(this.#expressions, source, plainExpression) ?? notPlain();
    return expression(this);
  }

  #count(): void {
    if (++this.#evaluations > MOST_EVALUATIONS) notPlain();
  }

  /** To a variable: what it was given is from now on reached in two ways. */
  #give(id: string, value: Plain): void {
    if (!this.#isKnown(id)) notPlain();
    if (value === undefined) return this.#unset(id);
    asJson(value);
    // ORS: it stays one object under both names, which JSON does not say.
    if (isObject(value) && this.#chart.ors) notPlain();
    if (isObject(value)) this.#shared = true;
    this.#put(id, value, value);
  }

  /** JSON has no `undefined`: the variable is declared and has no value. */
  #unset(id: string): void {
    if (!Object.hasOwn(this.#state.data, id)) return;
    const others = Object.entries(this.#state.data).filter(([name]) => name !== id);
    this.#state.data = Object.fromEntries(others);
    this.#copied = true;
  }

  #copy(): void {
    if (!this.#copied) this.#state.data = { ...this.#state.data };
    this.#copied = true;
  }

  #put(id: string, value: Json, added: Json): void {
    this.#weighed(added);
    this.#copy();
    if (!Object.hasOwn(this.#state.data, id)) this.#disordered = true;
    this.#state.data[id] = value;
  }

  #weighed(value: Plain): Json {
    const json = asJson(value);
    const text = typeof json === 'string' ? json : isObject(json) ? boundedJson(json) : '';
    if (text === null) return notPlain();
    this.#characters += text.length;
    if (this.#characters > MOST_CHARACTERS) notPlain();
    return json;
  }

  /** Not of the system, and not one that holds a date. */
  #isKnown(name: string): boolean {
    if (reserved.includes(name) || (this.#chart.ors && name === '_data')) return false;
    const { made, declared } = this.#state;
    if (this.#chart.ors && declared.includes(`var:${name}`)) return false;
    for (const path in made) if (path === name || path.startsWith(`${name}.`)) return false;
    return !['_event', '_sessionid', '_name'].includes(name);
  }
}

/** A value with what stands at the end of the keys changed. */
function changed(value: Plain, [key, ...rest]: string[], its: Json): Json {
  if (key === undefined) return its;
  return withProperty(value, key, rest.length === 0 ? its : changed(propertyOf(value, key), rest, its));
}

const MOST_COMPILED = 5_000;

function cached<T>(cache: Map<string, T>, source: string, make: (source: string) => T): T {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const made = make(source);
  if (cache.size >= MOST_COMPILED) cache.clear();
  cache.set(source, made);
  return made;
}
