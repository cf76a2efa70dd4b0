import type { Json, JsonObject } from '../../core/json.ts';
import { isRingbackError, messageOf } from '../../core/errors.ts';
import { ScriptEngineBroken, ScriptError } from '../../sandbox/script-error.ts';
import { jsonText, ScriptRuntime, type ScriptFunction } from '../../sandbox/script-runtime.ts';
import type { Chart } from '../chart/chart.ts';
import type { EngineEvent, ModuleRegistry, StepInputs } from '../step.ts';
import {
  NeedsRead,
  type DataModel,
  type DataModelState,
  type GivenValue,
  type SessionView,
} from './data-model.ts';
import { orsFunctions } from '../ors/functions.ts';
import { orsPrelude } from '../ors/prelude.ts';
import { domScript } from './dom-script.ts';
import { scopeScript } from './scope-script.ts';
import { isVariableName, partsOfScript } from './script-source.ts';
import { xmlTree } from './xml-tree.ts';

/** What scripts read of their own session. */
const ACTIVE_STATES = 'states';

/** Interrupts that are left for the rest of a step in which a script was cut off. */
const RESERVE = 50;

/** Scripts whose declarations are remembered. */
const MOST_SCRIPTS = 1_000;

export interface ScriptDataModelOptions {
  chart: Chart;
  registry: ModuleRegistry;
  /**
   * Turns the first limit that is hit in a step into an error of the script, and undoes what that script did to the
   * data; the second always ends the step.
   */
  forgiving: boolean;
}

/** The ECMAScript data model of one chart in a QuickJS runtime; sessions take turns in it. SCXML Appendix B.2. */
export class ScriptDataModel implements DataModel {
  readonly #runtime: ScriptRuntime;
  readonly #api: ScriptFunction;
  #forgiving: boolean;
  #clean = true;
  #view: SessionView | null = null;
  #reads: JsonObject = {};
  #needs: string[] = [];
  /** Commands that go along with the next one. */
  #pending: string[] = [];
  readonly #scripts = new Map<string, readonly [text: string, names: string[]]>();
  /** The turn has come to its end, and nothing is left behind. */
  #left = false;

  constructor({ chart, registry, forgiving }: ScriptDataModelOptions) {
    this.#forgiving = forgiving;
    const runtime = new ScriptRuntime(chart.ors ? { prelude: orsPrelude(chart) } : {});
    this.#runtime = runtime;
    const host = [
      runtime.timeAndChance,
      runtime.hostFunction('In', ([state]) => this.#view?.isActive(textOf(state)) ?? false),
      runtime.hostFunction(
        'queue',
        ([kind, list]) => this.#view?.queue(textOf(kind), list as Json[]) ?? null,
      ),
      runtime.hostFunction('read', ([name]) => this.#read(textOf(name))),
      runtime.callFactory(runtime.compile(domScript), [
        runtime.hostFunction('parseXml', ([text]) => xmlTree(textOf(text))),
      ]),
    ];
    const functionSources = chart.scripts.flatMap(({ source }) => partsOfScript(source)?.functions ?? []);
    const settings: JsonObject = {
      name: chart.name,
      ors: chart.ors,
      dataIds: chart.ors ? chart.states.flatMap(({ data }) => data.map(({ id }) => id)) : [],
      orsFunctions: chart.ors ? orsFunctions : {},
      constants: registry.constants,
      functions: registry.functions,
      functionSources: functionSources.map(({ name, source }) => `__scope.${name} = ${source};`).join('\n'),
    };
    this.#api = runtime.callFactory(runtime.compile(scopeScript), [...host, settings]);
  }

  /** True when another session must not follow in this context: a limit was hit, or something was left behind. */
  get spoilt(): boolean {
    return this.#runtime.exceeded || !this.#clean || this.#runtime.hasJobs;
  }

  /** True when a fresh context might judge otherwise, because limits are near. */
  get nearLimit(): boolean {
    return this.#runtime.nearLimit;
  }

  begin(state: DataModelState, { sessionId, params, now, seed, reads }: StepInputs, view: SessionView): void {
    this.#view = view;
    this.#reads = reads;
    this.#needs = [];
    this.#pending = [];
    this.#left = false;
    this.#runtime.countAfresh();
    const { data, declared, made } = state;
    const suffix = sessionId.slice(view.root.length);
    this.#later('begin', { now, seed, sessionId, suffix, params, data, declared, made });
  }

  end(): DataModelState {
    this.#flush();
    const text = this.#guarded(() => this.#runtime.exchange(this.#api, 'end')) ?? '';
    this.#left = true;
    this.#clean = !text.startsWith('-');
    return JSON.parse(this.#clean ? text : text.slice(1)) as DataModelState;
  }

  /** Takes away what the session left in the context, of a step that never came to its end. */
  leave(): void {
    this.#view = null;
    this.#pending = [];
    this.#needs = [];
    if (this.#left) return;
    try {
      this.#clean = this.#send(jsonText([['leave']])) === true;
    } catch {
      this.#clean = false;
    }
  }

  lose(): string[] {
    return this.#call('lose') as string[];
  }

  setEvent({ type = 'external', data, ...event }: EngineEvent): void {
    this.#later('event', { ...event, type, ...(data === null ? {} : { data }) });
    // Only what is not JSON yet can go wrong on the way in.
    if (event.xml) this.#flush();
  }

  declare(id: string): void {
    this.#call('declare', id);
  }

  set(id: string, value: Json): void {
    this.#call('set', id, value);
  }

  setXml(id: string, xml: string): void {
    this.#call('setXml', id, xml);
  }

  evaluateInto(id: string, source: string): void {
    this.#call('evaluateInto', id, source);
  }

  value(source: string): Json | undefined {
    return this.#call('value', source);
  }

  given(source: string): GivenValue {
    const [value, xml] = this.#call('given', source) as [Json | undefined, boolean];
    return xml ? { value, xml } : { value };
  }

  truth(source: string): boolean {
    return this.#call('truth', source) === true;
  }

  assign(location: string, source: string): void {
    this.#call('assign', location, source);
  }

  assignValue(location: string, value: Json): void {
    this.#call('assignValue', location, value);
  }

  assignXml(location: string, xml: string): void {
    this.#call('assignXml', location, xml);
  }

  run(source: string): void {
    const [text, names] = this.#runnable(source);
    this.#call('run', text, names);
  }

  /** A script as it is run, and the variables it declares. */
  #runnable(source: string): readonly [text: string, names: string[]] {
    const known = this.#scripts.get(source);
    if (known) return known;
    const runnable = runnableScript(source);
    if (this.#scripts.size >= MOST_SCRIPTS) this.#scripts.clear();
    this.#scripts.set(source, runnable);
    return runnable;
  }

  forEach(loop: { array: string; item: string; index: string | null }, body: () => void): void {
    for (const name of [loop.item, loop.index ?? loop.item])
      if (!isVariableName(name)) throw new ScriptError('SyntaxError', `"${name}" is no variable name`);
    const length = Number(this.#call('array', loop.array));
    try {
      this.declare(loop.item);
      if (loop.index !== null) this.declare(loop.index);
      for (let position = 0; position < length; position++) {
        this.#call('item', position, loop.item, loop.index);
        body();
      }
    } finally {
      this.#call('done');
    }
  }

  isUnknownName(source: string): boolean {
    try {
      this.value(source);
      return false;
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      return error.thrown === 'ReferenceError';
    }
  }

  dispose(): void {
    this.#runtime.dispose();
  }

  #call(...command: Json[]): Json | undefined {
    const commands = [...this.#pending.splice(0), jsonText(command)];
    return this.#guarded(() => this.#send(`[${commands.join(',')}]`));
  }

  /** Goes along with the next command. Where a script may be cut off each goes alone: what it did is undone. */
  #later(...command: Json[]): void {
    const text = jsonText(command);
    this.#pending.push(text);
    if (this.#forgiving) this.#flush();
  }

  #flush(): void {
    const commands = this.#pending.splice(0);
    if (commands.length > 0) this.#guarded(() => this.#send(`[${commands.join(',')}]`));
  }

  #send(commands: string): Json | undefined {
    const answer = this.#runtime.exchange(this.#api, commands);
    return answer === undefined ? undefined : (JSON.parse(answer) as Json);
  }

  /** What a script asked for and was not there ends the step, however the script took it. */
  #guarded<T>(evaluate: () => T): T {
    if (this.#forgiving) this.#send('[["mark"]]');
    try {
      const value = evaluate();
      if (this.#needs.length > 0) throw new NeedsRead(this.#needs);
      return value;
    } catch (error) {
      if (this.#needs.length > 0) throw new NeedsRead(this.#needs);
      throw this.#forgiven(error);
    }
  }

  #forgiven(error: unknown): unknown {
    const limit = isRingbackError(error, 'SCRIPT_LIMIT') && !(error instanceof ScriptEngineBroken);
    if (!this.#forgiving || !limit) return error;
    this.#forgiving = false;
    this.#runtime.resume(RESERVE);
    this.#send('[["reset"]]');
    return new ScriptError('RangeError', messageOf(error));
  }

  #read(name: string): Json | undefined {
    if (name === ACTIVE_STATES) return this.#view?.activeStates() ?? [];
    if (Object.hasOwn(this.#reads, name)) return this.#reads[name];
    this.#needs.push(name);
    throw new Error(`${name} has to be read first`);
  }
}

function runnableScript(source: string): readonly [text: string, names: string[]] {
  const parts = partsOfScript(source);
  if (!parts) return [source, []];
  // Functions are there before the script runs, classes after it, as in any script.
  const functions = parts.functions.map(({ name, source: its }) => `__scope.${name} = ${its};`).join('');
  const classes = parts.classes.map((name) => `;__scope.${name} = ${name};`).join('');
  return [`${functions}${parts.text}\n${classes}`, parts.names];
}

/** Scripts may hand over anything. */
function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
