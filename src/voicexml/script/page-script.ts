import { messageOf, RingbackError } from '../../core/errors.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { ScriptEngineBroken } from '../../sandbox/script-error.ts';
import type { PathStep } from '../grammar/automaton.ts';
import { semanticError } from '../page-event.ts';
import { RunawayError } from '../runaway-error.ts';
import type { DataNode } from '../xml/parse-data.ts';
import { prepareScript } from './script-names.ts';

/** Scopes by id, outermost first; the last is where `<var>` declares. */
export type ScopeChain = readonly number[];

/** A value kept inside the engine on its way from one scope to another. */
export interface HeldValue {
  held: number;
}

/** Calls a command of the scope host inside the engine with JSON arguments; answers its JSON text or `undefined`. */
export type ScopeHost = (command: string, argumentsJson: string) => string;

/** How often scripts of a call may be cut off: each time costs what an endless loop may. */
const MOST_CUT_OFF = 20;
const VARIABLE = /^[A-Za-z$][\w$]*$/;

/**
 * The script side of one call. Every method throws PageEvent `error.semantic` when page code fails, is cut off for
 * running too long, or names what does not exist. No page may handle ScriptEngineBroken, when the engine is lost, and
 * RunawayError, when scripts are cut off too often.
 */
export class PageScript {
  readonly #host: ScopeHost;
  #cutOff = 0;

  constructor(host: ScopeHost) {
    this.#host = host;
  }

  /** A new scope, which holds itself under each of the names. */
  newScope(...names: string[]): number {
    return this.#call('scope', names) as number;
  }

  /** The session scope: its variables can be read and never written. */
  newSession(variables: JsonObject): number {
    return this.#call('session', variables) as number;
  }

  free(scopes: readonly number[]): void {
    this.#call('free', [...scopes]);
  }

  evaluate(chain: ScopeChain, expression: string): Json | undefined {
    return this.#call('evaluate', [...chain], expression);
  }

  text(chain: ScopeChain, expression: string): string {
    return this.#call('text', [...chain], expression) as string;
  }

  test(chain: ScopeChain, expression: string): boolean {
    return this.#call('test', [...chain], expression) as boolean;
  }

  /** `<var>`: declares in the innermost scope, or sets anew what is declared there already. */
  declare(chain: ScopeChain, name: string, expression: string | undefined): void {
    if (!VARIABLE.test(name)) throw semanticError(`"${name}" is not a variable name`);
    this.#call('declare', [...chain], name, expression ?? null);
  }

  /** `<assign>`: `path` may name a property; its first name must be declared in some scope. */
  assign(chain: ScopeChain, path: string, expression: string): void {
    this.#call('assign', [...chain], path, expression);
  }

  run(chain: ScopeChain, source: string): void {
    const { code, names } = prepareScript(source);
    this.#call('script', [...chain], code, names);
  }

  get(scope: number, name: string): Json | undefined {
    return this.#call('get', scope, name);
  }

  has(scope: number, name: string): boolean {
    return this.#call('has', scope, name) as boolean;
  }

  isUndefined(scope: number, name: string): boolean {
    return this.#call('isUndefined', scope, name) as boolean;
  }

  set(scope: number, name: string, value: Json | undefined): void {
    if (value === undefined) this.#call('unset', scope, name);
    else this.#call('set', scope, name, value);
  }

  /** The value of an expression, to be put into another scope. */
  hold(chain: ScopeChain, expression: string): HeldValue {
    return { held: this.#call('hold', [...chain], expression) as number };
  }

  /** An object with the named variables, to be put into another scope. */
  collect(chain: ScopeChain, names: string[]): HeldValue {
    return { held: this.#call('collect', [...chain], names) as number };
  }

  put(scope: number, name: string, value: HeldValue): void {
    this.#call('put', scope, name, value.held);
  }

  /**
   * A list of recognition results whose first one's members are the list's too (VoiceXML 2.1 §5.1.5). Answers the
   * `markname` and `marktime` that were set before, if a mark was reached.
   */
  setResults(scope: number, name: string, results: JsonObject[]): JsonObject {
    return this.#call('result', scope, name, results) as JsonObject;
  }

  /** A copy of an array, to be walked through by `element`. `held` is to be freed. */
  array(chain: ScopeChain, expression: string): { held: number; length: number } {
    const [held = 0, length = 0] = this.#call('array', [...chain], expression) as number[];
    return { held, length };
  }

  /** Sets a variable to an element of a held array; it is declared in the innermost scope where no scope has it. */
  element(chain: ScopeChain, name: string, { held, index }: { held: number; index: number }): void {
    if (!VARIABLE.test(name)) throw semanticError(`"${name}" is not a variable name`);
    this.#call('element', [...chain], name, held, index);
  }

  /** Declares a variable that holds an XML document (VoiceXML 2.1 §5.1.1, appendix D). */
  document(chain: ScopeChain, name: string, tree: DataNode): void {
    if (!VARIABLE.test(name)) throw semanticError(`"${name}" is not a variable name`);
    this.#call('document', [...chain], name, tree);
  }

  /** Sets `markname` and `marktime` of the list of results, which is made when there is none yet; null: none reached. */
  mark(scope: number, name: string, mark: { name: string; ms: number } | null): void {
    this.#call('mark', scope, name, mark);
  }

  /** What a path through a grammar with tag format `semantics/1.0` means. */
  meaning(steps: readonly PathStep[]): Json {
    const prepared = steps.map((step) => {
      const isScript = step.kind === 'global' || (step.kind === 'tag' && !step.literal);
      return isScript ? { ...step, ...prepareScript(step.text) } : step;
    });
    return this.#call('meaning', prepared) ?? null;
  }

  #call(command: string, ...values: Json[]): Json | undefined {
    let answer: string;
    try {
      answer = this.#host(command, JSON.stringify(values));
    } catch (error) {
      if (error instanceof ScriptEngineBroken) throw error;
      if (error instanceof RingbackError && ++this.#cutOff > MOST_CUT_OFF)
        throw new RunawayError(`scripts were cut off more than ${MOST_CUT_OFF} times`);
      throw semanticError(messageOf(error));
    }
    return answer === 'undefined' ? undefined : (JSON.parse(answer) as Json);
  }
}
