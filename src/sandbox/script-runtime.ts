import { getQuickJS, type QuickJSContext, type QuickJSHandle, type QuickJSWASMModule } from 'quickjs-emscripten';

import { RingbackError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { bootScript } from './boot-script.ts';

/** Counted limits, so that the same script is cut off at the same place everywhere. */
export interface ScriptLimits {
  /** Checks of the interpreter (one in some ten thousand bytecodes) between two `begin`s. */
  interrupts: number;
  memoryBytes: number;
  stackBytes: number;
}

export const defaultLimits: ScriptLimits = {
  interrupts: 500,
  memoryBytes: 16 * 1024 * 1024,
  stackBytes: 256 * 1024,
};

/** What a script threw: its name (`ReferenceError` ...) and message as the script saw them. */
export class ScriptError extends Error {
  /** Name of what was thrown, such as `TypeError`. */
  readonly thrown: string;

  constructor(thrown: string, message: string) {
    super(message);
    this.name = 'ScriptError';
    this.thrown = thrown;
  }
}

/** A function that lives in the runtime. */
export interface ScriptFunction {
  readonly handle: QuickJSHandle;
}

let loaded: QuickJSWASMModule | null = null;

/** Loads the interpreter once; after that runtimes are made without waiting. */
export async function loadScriptEngine(): Promise<void> {
  loaded ??= await getQuickJS();
}

/**
 * A QuickJS runtime with one context: no host objects, frozen built-ins, time and chance from `begin`, UTC.
 * Only JSON crosses the fence. @throws ScriptError, RingbackError SCRIPT_LIMIT
 */
export class ScriptRuntime {
  readonly #context: QuickJSContext;
  readonly #limits: ScriptLimits;
  readonly #handles: QuickJSHandle[] = [];
  readonly #toJson: QuickJSHandle;
  #interrupts = 0;
  #exceeded: string | null = null;

  /** `loadScriptEngine` must have resolved. */
  constructor(limits: ScriptLimits = defaultLimits) {
    if (!loaded) throw new RingbackError('INTERNAL', { id: 'script engine not loaded' });
    this.#limits = limits;
    const runtime = loaded.newRuntime();
    runtime.setMemoryLimit(limits.memoryBytes);
    runtime.setMaxStackSize(limits.stackBytes);
    runtime.setInterruptHandler(() => {
      this.#interrupts++;
      if (this.#interrupts <= limits.interrupts) return false;
      this.#exceeded = `${limits.interrupts} interrupts`;
      return true;
    });
    this.#context = runtime.newContext();
    this.#context.unwrapResult(this.#context.evalCode(bootScript, 'boot')).dispose();
    this.#toJson = this.compile('(value) => { const text = JSON.stringify(value); return text === undefined ? "" : text; }').handle;
  }

  /** True once a limit was hit: what is in the runtime can no longer be trusted. */
  get exceeded(): boolean {
    return this.#exceeded !== null;
  }

  /** Begins a unit of work: counts afresh, and sets what `Date` and `Math.random` go by. */
  begin(inputs: { now: number; seed: number }): void {
    this.#interrupts = 0;
    this.callVoid(this.#begin(), [inputs.now, inputs.seed]);
  }

  #beginFunction: ScriptFunction | null = null;
  #begin(): ScriptFunction {
    return (this.#beginFunction ??= this.compile('(now, seed) => __begin(now, seed)'));
  }

  /** Compiles an expression that evaluates to a function; it stays until `dispose`. */
  compile(source: string): ScriptFunction {
    const handle = this.#unwrap(this.#context.evalCode(`(${source})`, 'script'));
    this.#handles.push(handle);
    return { handle };
  }

  /** Calls a function with JSON or handles; its value as JSON, `undefined` where it has none. */
  call(target: ScriptFunction, parameters: (Json | QuickJSHandle)[] = []): Json | undefined {
    const result = this.callHandle(target, parameters);
    const text = this.#unwrap(this.#context.callFunction(this.#toJson, this.#context.undefined, result));
    result.dispose();
    const json = this.#context.getString(text);
    text.dispose();
    return json === '' ? undefined : (JSON.parse(json) as Json);
  }

  /** Calls a function for its effect. */
  callVoid(target: ScriptFunction, parameters: (Json | QuickJSHandle)[] = []): void {
    this.callHandle(target, parameters).dispose();
  }

  /** Calls a function and asks only whether its value is true (ECMAScript truth). */
  callTruth(target: ScriptFunction, parameters: (Json | QuickJSHandle)[] = []): boolean {
    const result = this.callHandle(target, parameters);
    const truth: unknown = this.#context.dump(result);
    result.dispose();
    return Boolean(truth);
  }

  /** Calls a function; the value stays inside. The caller disposes of it. */
  callHandle(target: ScriptFunction, parameters: (Json | QuickJSHandle)[] = []): QuickJSHandle {
    const handles = parameters.map((parameter) => this.#handleOf(parameter));
    const result = this.#context.callFunction(target.handle, this.#context.undefined, ...handles.map((one) => one.handle));
    for (const { handle, own } of handles) if (own) handle.dispose();
    return this.#unwrap(result);
  }

  /** Makes `name` a global function that hands its arguments, as JSON, to the host and returns the host's JSON. */
  expose(name: string, host: (parameters: Json[]) => Json | undefined): void {
    const context = this.#context;
    const inner = context.newFunction(name, (list) => {
      try {
        const answer = host(JSON.parse(context.getString(list)) as Json[]);
        return context.newString(answer === undefined ? '' : JSON.stringify(answer));
      } catch (error) {
        return { error: context.newError(error instanceof Error ? error.message : String(error)) };
      }
    });
    context.setProp(context.global, '__host', inner);
    inner.dispose();
    const wrap = `(() => { const host = globalThis.__host; delete globalThis.__host;
      Object.defineProperty(globalThis, ${JSON.stringify(name)}, { value: (...list) => {
        const text = host(JSON.stringify(list)); return text === '' ? undefined : JSON.parse(text); } }); })()`;
    this.#unwrap(context.evalCode(wrap, 'expose')).dispose();
  }

  dispose(): void {
    for (const handle of this.#handles) handle.dispose();
    const { runtime } = this.#context;
    this.#context.dispose();
    runtime.dispose();
  }

  #handleOf(parameter: Json | QuickJSHandle): { handle: QuickJSHandle; own: boolean } {
    const context = this.#context;
    if (typeof parameter === 'string') return { handle: context.newString(parameter), own: true };
    if (typeof parameter === 'number') return { handle: context.newNumber(parameter), own: true };
    if (typeof parameter === 'boolean') return { handle: parameter ? context.true : context.false, own: false };
    if (parameter === null) return { handle: context.null, own: false };
    if ('dispose' in parameter && typeof parameter.dispose === 'function')
      return { handle: parameter as QuickJSHandle, own: false };
    const text = context.newString(JSON.stringify(parameter));
    const parse = (this.#parse ??= this.compile('JSON.parse'));
    const handle = this.#unwrap(context.callFunction(parse.handle, context.undefined, text));
    text.dispose();
    return { handle, own: true };
  }
  #parse: ScriptFunction | null = null;

  #unwrap(result: ReturnType<QuickJSContext['evalCode']>): QuickJSHandle {
    if (!result.error) return result.value;
    const thrown: unknown = this.#context.dump(result.error);
    result.error.dispose();
    const { name, message } = describe(thrown);
    if (name === 'InternalError' && /interrupted|out of memory|stack overflow/.test(message))
      this.#exceeded ??= /stack/.test(message) ? `${this.#limits.stackBytes} bytes of stack` : `${this.#limits.memoryBytes} bytes`;
    if (this.#exceeded !== null) throw new RingbackError('SCRIPT_LIMIT', { limit: this.#exceeded });
    throw new ScriptError(name, message);
  }
}

function describe(thrown: unknown): { name: string; message: string } {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) {
    const name = 'name' in thrown && typeof thrown.name === 'string' ? thrown.name : 'Error';
    return { name, message: String(thrown.message) };
  }
  return { name: 'Error', message: typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? 'undefined') };
}
