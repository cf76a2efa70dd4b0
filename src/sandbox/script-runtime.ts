import {
  newQuickJSWASMModule,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSWASMModule,
} from 'quickjs-emscripten';

import { messageOf, RingbackError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { bootScript } from './boot-script.ts';
import { boundedJson, DEEPEST_VALUE, isTooDeep } from './json-depth.ts';
import { ScriptEngineBroken, ScriptError } from './script-error.ts';

/** Counted limits, so that the same script is cut off at the same place everywhere. */
export interface ScriptLimits {
  /** Checks of the interpreter (one in some ten thousand bytecodes) between two `begin`s. */
  interrupts: number;
  memoryBytes: number;
  stackBytes: number;
  /** Characters of JSON that may leave the runtime between two `begin`s. */
  outputChars: number;
}

const defaultLimits: ScriptLimits = {
  interrupts: 500,
  memoryBytes: 16 * 1024 * 1024,
  stackBytes: 256 * 1024,
  outputChars: 4 * 1024 * 1024,
};

/** What counts before a fresh runtime does not count in the next: so near a limit a used one may be wrong. */
const NEAR = 0.98;

/** A function that lives in the runtime, until `dispose`. */
export class ScriptFunction {
  readonly handle: QuickJSHandle;

  constructor(handle: QuickJSHandle) {
    this.handle = handle;
  }
}

let loaded: QuickJSWASMModule | null = null;
let loading: Promise<void> | null = null;

/** Loads the interpreter once; after that runtimes are made without waiting. */
export function loadScriptEngine(): Promise<void> {
  loading ??= newQuickJSWASMModule().then((module) => {
    loaded = module;
  });
  return loading;
}

/** Name and message of whatever was thrown; a getter of its own may throw again. */
const describeSource = `(thrown) => {
  try {
    return thrown instanceof Error ? [String(thrown.name), String(thrown.message).slice(0, 500)] : ['Error', String(thrown).slice(0, 500)];
  } catch {
    return ['Error', 'something that cannot be shown'];
  }
}`;

/** Hands the host a list of arguments as JSON. Its answer is "=" and JSON, "!" and the text of an error, or nothing. */
const wrapSource = `(host) => {
  const { stringify, parse } = JSON;
  return Object.freeze((...list) => {
    const answer = host(stringify(list));
    if (answer[0] === '!') throw new Error(answer.slice(1));
    return answer === '' ? undefined : parse(answer.slice(1));
  });
}`;

/**
 * A QuickJS runtime with one context: no host objects, frozen built-ins, time and chance from `begin`, UTC.
 * Only JSON crosses the fence. Whatever evaluates throws ScriptError for what the script threw, RingbackError
 * SCRIPT_LIMIT when a limit is hit, ScriptEngineBroken when no runtime can be made of this engine any more.
 */
export class ScriptRuntime {
  readonly #module: QuickJSWASMModule;
  readonly #context: QuickJSContext;
  readonly #limits: ScriptLimits;
  readonly #handles: QuickJSHandle[] = [];
  readonly #begin: ScriptFunction;
  readonly #toJson: ScriptFunction;
  readonly #parse: ScriptFunction;
  readonly #describe: ScriptFunction;
  #allowed: number;
  #interrupts = 0;
  #output = 0;
  /** The limit that was hit since `begin`. */
  #exceeded: string | null = null;
  #spoilt = false;
  #broken = false;

  /** `loadScriptEngine` must have resolved. `prelude`: a function that runs before built-ins are frozen. */
  constructor({ prelude = '() => {}', ...limits }: Partial<ScriptLimits> & { prelude?: string } = {}) {
    if (!loaded) throw new RingbackError('INTERNAL', { id: 'script engine not loaded' });
    this.#module = loaded;
    this.#limits = { ...defaultLimits, ...limits };
    this.#allowed = this.#limits.interrupts;
    const runtime = this.#module.newRuntime();
    runtime.setMemoryLimit(this.#limits.memoryBytes);
    runtime.setMaxStackSize(this.#limits.stackBytes);
    runtime.setInterruptHandler(() => this.#interrupt());
    this.#context = runtime.newContext();
    this.#describe = this.compile(describeSource);
    this.#begin = this.callFactory(this.compile(bootScript), [this.compile(prelude)]);
    this.#toJson = this.compile('JSON.stringify');
    this.#parse = this.compile('JSON.parse');
  }

  /** True once a limit was hit: what is in the runtime can no longer be trusted. */
  get exceeded(): boolean {
    return this.#spoilt;
  }

  /** True when what ran since `begin` came so near to a limit that a fresh runtime might judge otherwise. */
  get nearLimit(): boolean {
    return (
      this.#interrupts > this.#limits.interrupts * NEAR || this.#output > this.#limits.outputChars * NEAR
    );
  }

  /** True when scripts left something to be run later, which never is. */
  get hasJobs(): boolean {
    return this.#context.runtime.hasPendingJob();
  }

  /** Begins a unit of work: counts afresh, and sets what `Date` and `Math.random` go by. */
  begin(inputs: { now: number; seed: number }): void {
    this.countAfresh();
    this.callVoid(this.#begin, [inputs.now, inputs.seed]);
  }

  /** The half of `begin` that is on this side of the fence; `timeAndChance` is to be called on the other side. */
  countAfresh(): void {
    this.#interrupts = 0;
    this.#allowed = this.#limits.interrupts;
    this.#output = 0;
    this.#exceeded = null;
  }

  /** Of `(now, seed)`: sets what `Date` and `Math.random` go by. No script may get hold of it. */
  get timeAndChance(): ScriptFunction {
    return this.#begin;
  }

  /**
   * Takes away what scripts left in the global object: built-ins are frozen, so whoever comes next finds a runtime like a
   * new one. False when it is not, for a limit was hit, something waits to be run, or a script made itself stay.
   */
  restore(): boolean {
    if (this.#spoilt || this.hasJobs) return false;
    this.countAfresh();
    return this.call(this.#begin, [null]) === true && !this.#spoilt;
  }

  /** Goes on after a limit was hit, with `interrupts` more. */
  resume(interrupts: number): void {
    this.#allowed = this.#interrupts + interrupts;
    this.#output = 0;
    this.#exceeded = null;
  }

  /** Evaluates an expression whose value is a function. */
  compile(source: string): ScriptFunction {
    return this.#keep(this.#enter(() => this.#context.evalCode(`(${source})`, 'script')));
  }

  /** Calls a function whose value is a function. */
  callFactory(target: ScriptFunction, parameters: (Json | ScriptFunction)[]): ScriptFunction {
    return this.#keep(this.#apply(target, parameters));
  }

  /** Calls a function with JSON or functions; its value as JSON, `undefined` where it has none. */
  call(target: ScriptFunction, parameters: (Json | ScriptFunction)[] = []): Json | undefined {
    const value = this.#unwrap(this.#apply(target, parameters));
    const result = this.#enter(() =>
      this.#context.callFunction(this.#toJson.handle, this.#context.undefined, value),
    );
    value.dispose();
    const text = this.#textOf(this.#unwrap(result));
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  }

  /**
   * Calls a function with a text for a text, `undefined` where its value is none: the least that can cross the fence.
   * Texts of JSON are to be made by `jsonText`.
   */
  exchange(target: ScriptFunction, text: string): string | undefined {
    return this.#textOf(this.#unwrap(this.#apply(target, [text])));
  }

  /** Calls a function for its effect. */
  callVoid(target: ScriptFunction, parameters: (Json | ScriptFunction)[] = []): void {
    this.#unwrap(this.#apply(target, parameters)).dispose();
  }

  /** A function of the host: it gets its arguments as JSON, and what it returns or throws is seen by the script. */
  hostFunction(name: string, host: (parameters: Json[]) => Json | undefined): ScriptFunction {
    const context = this.#context;
    const inner = context.newFunction(name, (list) => {
      try {
        const answer = host(JSON.parse(this.#out(context.getString(list))) as Json[]);
        return context.newString(answer === undefined ? '' : `=${JSON.stringify(answer)}`);
      } catch (error) {
        return context.newString(`!${messageOf(error)}`);
      }
    });
    this.#handles.push(inner);
    return this.callFactory(this.compile(wrapSource), [new ScriptFunction(inner)]);
  }

  dispose(): void {
    // Of a broken engine nothing may be touched again.
    if (this.#broken) return;
    for (const handle of this.#handles) handle.dispose();
    const { runtime } = this.#context;
    this.#context.dispose();
    runtime.dispose();
  }

  #interrupt(): boolean {
    this.#interrupts++;
    if (this.#interrupts > this.#allowed) this.#hit(`${this.#limits.interrupts} interrupts`);
    return this.#exceeded !== null;
  }

  /** The text a handle stands for, which is given up; `undefined` when it is none. */
  #textOf(value: QuickJSHandle): string | undefined {
    try {
      return this.#context.typeof(value) === 'string' ? this.#out(this.#context.getString(value)) : undefined;
    } finally {
      value.dispose();
    }
  }

  /** Counts what leaves the runtime. */
  #out(text: string): string {
    this.#output += text.length;
    if (this.#output > this.#limits.outputChars)
      throw this.#hit(`${this.#limits.outputChars} characters of output`);
    if (isTooDeep(text)) throw tooDeep();
    return text;
  }

  #hit(limit: string): RingbackError {
    this.#spoilt = true;
    this.#exceeded ??= limit;
    return new RingbackError('SCRIPT_LIMIT', { limit: this.#exceeded });
  }

  #apply(
    target: ScriptFunction,
    parameters: (Json | ScriptFunction)[],
  ): ReturnType<QuickJSContext['callFunction']> {
    const handles = parameters.map((parameter) => this.#handleOf(parameter));
    try {
      const list = handles.map((one) => one.handle);
      return this.#enter(() => this.#context.callFunction(target.handle, this.#context.undefined, ...list));
    } finally {
      if (!this.#broken) for (const { handle, own } of handles) if (own) handle.dispose();
    }
  }

  #handleOf(parameter: Json | ScriptFunction): { handle: QuickJSHandle; own: boolean } {
    const context = this.#context;
    if (typeof parameter === 'string') return { handle: context.newString(parameter), own: true };
    if (typeof parameter === 'number') return { handle: context.newNumber(parameter), own: true };
    if (typeof parameter === 'boolean')
      return { handle: parameter ? context.true : context.false, own: false };
    if (parameter === null) return { handle: context.null, own: false };
    if (parameter instanceof ScriptFunction) return { handle: parameter.handle, own: false };
    const text = context.newString(jsonText(parameter));
    const value = this.#enter(() => context.callFunction(this.#parse.handle, context.undefined, text));
    text.dispose();
    return { handle: this.#unwrap(value), own: true };
  }

  /** What the interpreter itself throws (the thread's stack is full) left it half-way: it cannot be used again. */
  #enter<T>(run: () => T): T {
    if (this.#broken) throw new ScriptEngineBroken();
    try {
      return run();
    } catch (error) {
      this.#broken = true;
      this.#spoilt = true;
      if (loaded === this.#module) {
        [loaded, loading] = [null, null];
        void loadScriptEngine();
      }
      throw new ScriptEngineBroken(error);
    }
  }

  #keep(result: ReturnType<QuickJSContext['evalCode']>): ScriptFunction {
    const handle = this.#unwrap(result);
    this.#handles.push(handle);
    return new ScriptFunction(handle);
  }

  /** The value; what was cut off is cut off however the script took it. */
  #unwrap(result: ReturnType<QuickJSContext['evalCode']>): QuickJSHandle {
    if (this.#exceeded !== null) {
      (result.error ?? result.value).dispose();
      throw this.#hit(this.#exceeded);
    }
    if (!result.error) return result.value;
    const [name, message] = this.#describeThrown(result.error);
    if (name === 'InternalError' && message === 'out of memory')
      throw this.#hit(`${this.#limits.memoryBytes} bytes`);
    throw new ScriptError(name, message);
  }

  #describeThrown(thrown: QuickJSHandle): [name: string, message: string] {
    const context = this.#context;
    const result = this.#enter(() => context.callFunction(this.#describe.handle, context.undefined, thrown));
    thrown.dispose();
    if (result.error) {
      // It catches everything, so only a limit can have ended it.
      result.error.dispose();
      return ['InternalError', 'out of memory'];
    }
    const pair = context.dump(result.value) as [string, string];
    result.value.dispose();
    return pair;
  }
}

/** JSON that may cross the fence. @throws ScriptError when it is nested too deep */
export function jsonText(value: Json): string {
  const text = boundedJson(value);
  if (text === null) throw tooDeep();
  return text;
}

function tooDeep(): ScriptError {
  return new ScriptError('RangeError', `a value is nested deeper than ${DEEPEST_VALUE} levels`);
}
