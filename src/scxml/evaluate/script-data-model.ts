import type { Json, JsonObject } from '../../core/json.ts';
import { isRingbackError, messageOf } from '../../core/errors.ts';
import { ScriptEngineBroken, ScriptError } from '../../sandbox/script-error.ts';
import { ScriptRuntime, type ScriptFunction } from '../../sandbox/script-runtime.ts';
import type { Chart } from '../chart/chart.ts';
import type { EngineEvent, ModuleRegistry, StepInputs } from '../step.ts';
import { NeedsRead, type DataModel, type DataModelState, type SessionView } from './data-model.ts';
import { domScript } from './dom-script.ts';
import { scopeScript } from './scope-script.ts';
import { partsOfScript } from './script-source.ts';
import { xmlTree } from './xml-tree.ts';

/** Interrupts that are left for the rest of a step in which a script was cut off. */
const RESERVE = 50;

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
  readonly #runtime = new ScriptRuntime();
  readonly #api: ScriptFunction;
  #forgiving: boolean;
  #clean = true;
  #view: SessionView | null = null;
  #reads: JsonObject = {};
  #needs: string[] = [];

  constructor({ chart, registry, forgiving }: ScriptDataModelOptions) {
    this.#forgiving = forgiving;
    const runtime = this.#runtime;
    const host = [
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
    this.#runtime.begin({ now, seed });
    const { data, declared, made } = state;
    const suffix = sessionId.slice(view.root.length);
    this.#void('begin', { sessionId, suffix, params, data, declared, made });
  }

  end(): DataModelState {
    return this.#call('end') as unknown as DataModelState;
  }

  /** Takes away what the session left in the context; also after a step that never came to its end. */
  leave(): void {
    this.#needs = [];
    try {
      this.#clean = this.#call('leave') === true;
    } catch {
      this.#clean = false;
    }
  }

  lose(): string[] {
    return this.#call('lose') as string[];
  }

  setEvent({ type = 'external', data, ...event }: EngineEvent): void {
    this.#void('event', { ...event, type, ...(data === null ? {} : { data }) });
  }

  declare(id: string): void {
    this.#void('declare', id);
  }

  set(id: string, value: Json): void {
    this.#void('set', id, value);
  }

  setXml(id: string, xml: string): void {
    this.#void('setXml', id, xml);
  }

  evaluateInto(id: string, source: string): void {
    this.#void('evaluateInto', id, source);
  }

  value(source: string): Json | undefined {
    return this.#call('value', source);
  }

  truth(source: string): boolean {
    return this.#call('truth', source) === true;
  }

  assign(location: string, source: string): void {
    this.#void('assign', location, source);
  }

  assignValue(location: string, value: Json): void {
    this.#void('assignValue', location, value);
  }

  assignXml(location: string, xml: string): void {
    this.#void('assignXml', location, xml);
  }

  run(source: string): void {
    const parts = partsOfScript(source);
    if (!parts) return this.#void('run', source, []);
    // Functions are there before the script runs, classes after it, as in any script.
    const functions = parts.functions.map(({ name, source: its }) => `__scope.${name} = ${its};`).join('');
    const classes = parts.classes.map((name) => `;__scope.${name} = ${name};`).join('');
    this.#void('run', `${functions}${parts.text}\n${classes}`, parts.names);
  }

  forEach(loop: { array: string; item: string; index: string | null }, body: () => void): void {
    for (const name of [loop.item, loop.index ?? loop.item])
      if (!/^[A-Za-z_$][\w$]*$/.test(name))
        throw new ScriptError('SyntaxError', `"${name}" is no variable name`);
    const length = Number(this.#call('array', loop.array));
    try {
      this.declare(loop.item);
      if (loop.index !== null) this.declare(loop.index);
      for (let position = 0; position < length; position++) {
        this.#void('item', position, loop.item, loop.index);
        body();
      }
    } finally {
      this.#void('done');
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

  #call(...list: Json[]): Json | undefined {
    return this.#guarded(() => this.#runtime.call(this.#api, list));
  }

  #void(...list: Json[]): void {
    this.#guarded(() => this.#runtime.callVoid(this.#api, list));
  }

  /** What a script asked for and was not there ends the step, however the script took it. */
  #guarded<T>(evaluate: () => T): T {
    if (this.#forgiving) this.#runtime.callVoid(this.#api, ['mark']);
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
    this.#runtime.callVoid(this.#api, ['reset']);
    return new ScriptError('RangeError', messageOf(error));
  }

  #read(name: string): Json | undefined {
    if (Object.hasOwn(this.#reads, name)) return this.#reads[name];
    this.#needs.push(name);
    throw new Error(`${name} has to be read first`);
  }
}

/** Scripts may hand over anything. */
function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
