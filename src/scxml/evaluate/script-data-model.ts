import type { Json, JsonObject } from '../../core/json.ts';
import { ScriptError, ScriptRuntime, type ScriptFunction } from '../../sandbox/script-runtime.ts';
import type { EngineEvent, StepInputs } from '../step.ts';
import { NeedsRead, type DataModel, type DataModelOptions, type DataModelState, type SessionView } from './data-model.ts';
import { scopeScript } from './scope-script.ts';
import { partsOfScript } from './script-source.ts';

type Call = keyof typeof calls;

const calls = {
  begin: '(text, settings) => __api.begin(text, settings)',
  end: '() => __api.end()',
  event: '(event) => __api.event(event)',
  declare: '(id) => __api.declare(id)',
  set: '(id, value) => __api.set(id, value)',
  unset: '(id) => __api.unset(id)',
  evaluateInto: '(id, source) => __api.evaluateInto(id, source)',
  value: '(source) => __api.value(source)',
  truth: '(source) => __api.truth(source)',
  assign: '(location, source) => __api.assign(location, source)',
  assignValue: '(location, value) => __api.assignValue(location, value)',
  run: '(source, names) => __api.run(source, names)',
  array: '(source) => __api.array(source)',
  item: '(position, item, index) => __api.item(position, item, index)',
  done: '() => __api.done()',
};

/** The ECMAScript data model of one chart in a QuickJS runtime; sessions take turns in it. */
export class ScriptDataModel implements DataModel {
  readonly #runtime: ScriptRuntime;
  readonly #functions: Record<Call, ScriptFunction>;
  readonly #options: DataModelOptions;
  #view: SessionView | null = null;
  #reads: JsonObject = {};
  #needs: string[] = [];

  constructor(options: DataModelOptions) {
    this.#options = options;
    this.#runtime = new ScriptRuntime();
    this.#runtime.expose('__in', ([state]) => this.#view?.isActive(String(state)) ?? false);
    this.#runtime.expose('__queue', ([kind, list]) => {
      this.#view?.queue(String(kind), Array.isArray(list) ? list : []);
      return undefined;
    });
    this.#runtime.expose('__read', ([name]) => this.#read(String(name)));
    this.#runtime.callVoid(this.#runtime.compile(`() => ${scopeScript}`));
    const entries = Object.entries(calls).map(([name, source]) => [name, this.#runtime.compile(source)]);
    this.#functions = Object.fromEntries(entries) as Record<Call, ScriptFunction>;
  }

  /** True once a limit was hit: the chart needs a new one. */
  get spoilt(): boolean {
    return this.#runtime.exceeded;
  }

  begin(state: DataModelState, inputs: StepInputs, view: SessionView): void {
    this.#view = view;
    this.#reads = inputs.reads;
    this.#needs = [];
    this.#runtime.begin({ now: inputs.now, seed: inputs.seed });
    const { name, ors, registry, functionNames, functionSources } = this.#options;
    const functions = functionSources.join('\n') + functionNames.map((one) => `;__scope.${one} = ${one};`).join('');
    this.#void('begin', JSON.stringify(state.data), {
      sessionId: inputs.sessionId,
      name,
      ors,
      params: inputs.params,
      declared: state.declared,
      functions,
      constants: registry.constants,
      functions_: registry.functions,
    });
  }

  end(): DataModelState {
    return JSON.parse(String(this.#call('end'))) as DataModelState;
  }

  setEvent(event: EngineEvent | null): void {
    if (!event) return this.#void('event', null);
    const { name, data, type = 'external', sendid, origin, origintype, invokeid } = event;
    this.#void('event', {
      name,
      type,
      ...(sendid === undefined ? {} : { sendid }),
      ...(origin === undefined ? {} : { origin }),
      ...(origintype === undefined ? {} : { origintype }),
      ...(invokeid === undefined ? {} : { invokeid }),
      ...(data === null ? {} : { data }),
    });
  }

  declare(id: string): void {
    this.#void('declare', id);
  }

  set(id: string, value: Json | undefined): void {
    if (value === undefined) this.#void('unset', id);
    else this.#void('set', id, value);
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

  run(source: string): void {
    const parts = partsOfScript(source);
    const functions = (parts?.functions ?? []).map((name) => `__scope.${name} = ${name};`).join('');
    this.#void('run', functions + source, parts?.names ?? []);
  }

  forEach(loop: { array: string; item: string; index: string | null }, body: () => void): void {
    if (!/^[A-Za-z_$][\w$]*$/.test(loop.item)) throw new ScriptError('SyntaxError', `"${loop.item}" is no variable name`);
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
      return error instanceof ScriptError && error.thrown === 'ReferenceError';
    }
  }

  dispose(): void {
    this.#runtime.dispose();
  }

  #call(name: Call, ...list: Json[]): Json | undefined {
    return this.#needing(() => this.#runtime.call(this.#functions[name], list));
  }

  #void(name: Call, ...list: Json[]): void {
    this.#needing(() => this.#runtime.callVoid(this.#functions[name], list));
  }

  /** What a script asked for and was not there ends the step, however the script took it. */
  #needing<T>(evaluate: () => T): T {
    try {
      const value = evaluate();
      if (this.#needs.length > 0) throw new NeedsRead(this.#needs);
      return value;
    } catch (error) {
      if (this.#needs.length > 0) throw new NeedsRead(this.#needs);
      throw error;
    }
  }

  #read(name: string): Json | undefined {
    if (name in this.#reads) return this.#reads[name];
    this.#needs.push(name);
    throw new Error(`${name} has to be read first`);
  }
}
