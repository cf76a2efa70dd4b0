import { didYouMean } from '../core/did-you-mean.ts';
import { TargetMistake, targetTokens, type TargetToken } from './target-tokens.ts';

/** Whom a caller may be given to. */
export type Target =
  | { kind: 'anyone' }
  | { kind: 'compare'; left: Level; operator: Operator; right: Level }
  /** A skill at any level above 0, the agent of that id, or a member of that group. */
  | { kind: 'name'; name: string }
  | { kind: 'agent' | 'group' | 'place'; name: string }
  | { kind: 'not'; of: Target }
  | { kind: 'and' | 'or'; of: Target[] };

/** A number that depends on an agent's skills. */
export type Level =
  | { kind: 'number'; value: number }
  | { kind: 'skill'; name: string }
  | { kind: 'minus'; of: Level }
  | { kind: 'reckon'; first: Level; rest: { operator: '+' | '-' | '*' | '/'; level: Level }[] };

export type Operator = '>' | '>=' | '<' | '<=' | '=' | '!=';

export type ParsedTarget = { ok: true; target: Target } | { ok: false; at: number; message: string };

/** What was read so far: a condition, a number, or (a name, a number) what may be either. */
interface Operand {
  at: number;
  truth: Target | null;
  level: Level | null;
  /** A name by itself. */
  name: string | null;
}

const LONGEST = 2_000;
const DEEPEST = 50;
const operators = new Set(['>', '>=', '<', '<=', '=', '!=']);
/** Types of Genesys targets: agent, place, group of agents. */
const types: Record<string, 'agent' | 'place' | 'group'> = { A: 'agent', AP: 'place', GA: 'group' };
const words: Record<string, string> = { and: '&', or: '|', not: '!' };

/**
 * Reads a skill expression such as `Billing > 2 & English + French >= 3`, with `|`, `&`, `!`, `+ - * /` and
 * parentheses; a name is a skill above 0, an agent's id or a group; nothing = anyone. Genesys targets are read too:
 * `?:Billing > 2@StatServer.GA`, `1001@.A` (agent), `Sales@.GA` (group), `Desk7@.AP` (place). Takes time in proportion
 * to the text. A mistake is told with its position, counted from 1.
 */
export function parseTarget(text: string): ParsedTarget {
  try {
    if (text.length > LONGEST) throw new TargetMistake(LONGEST, `a target has at most ${LONGEST} characters`);
    return { ok: true, target: new Reader(targetTokens(text)).all() };
  } catch (error) {
    if (error instanceof TargetMistake) return { ok: false, at: error.at, message: error.message };
    throw error;
  }
}

/** Recursive descent: or, and, not, comparison, sum, product, minus, then a number, a name or parentheses. */
class Reader {
  readonly #tokens: TargetToken[];
  #next = 0;
  #depth = 0;
  /** Within `?:...@StatServer.GA`, where a name is a skill and the end names no group. */
  #inExpression = false;

  constructor(tokens: TargetToken[]) {
    this.#tokens = tokens;
  }

  all(): Target {
    if (this.#peek().kind === 'end') return { kind: 'anyone' };
    const target = truthOf(this.#or());
    const rest = this.#peek();
    if (rest.kind !== 'end') throw unexpected(rest);
    return target;
  }

  #or(): Operand {
    return this.#chain('or', '|', () => this.#chain('and', '&', () => this.#not()));
  }

  #chain(kind: 'and' | 'or', symbol: string, part: () => Operand): Operand {
    const first = part();
    if (!this.#sees(symbol)) return first;
    const of = [truthOf(first)];
    while (this.#takes(symbol)) of.push(truthOf(part()));
    return condition(first.at, { kind, of });
  }

  #not(): Operand {
    const { at } = this.#peek();
    if (!this.#takes('!')) return this.#genesys() ?? this.#comparison();
    const of = this.#deeper(() => truthOf(this.#not()));
    return condition(at, { kind: 'not', of });
  }

  /** `?:expression@StatServer.GA`: the group of agents whom the expression describes. */
  #genesys(): Operand | null {
    const { at } = this.#peek();
    if (!this.#takes('?:')) return null;
    const outside = this.#inExpression;
    this.#inExpression = true;
    const of = this.#deeper(() => truthOf(this.#or()));
    this.#inExpression = outside;
    this.#typed(condition(at, of));
    return condition(at, of);
  }

  #comparison(): Operand {
    const left = this.#sum('a skill');
    const operator = this.#peek();
    if (operator.kind !== 'symbol' || !operators.has(operator.text)) return this.#typed(left);
    this.#next++;
    this.#noSecondOperator(operator);
    const right = this.#sum(`a level is expected after "${operator.text}"`);
    const compared: Target = {
      kind: 'compare',
      left: levelOf(left),
      operator: operator.text as Operator,
      right: levelOf(right),
    };
    return this.#typed(condition(left.at, compared));
  }

  /** `@StatServer.Type` behind a name says what it names; behind an expression nothing new. */
  #typed(operand: Operand): Operand {
    const suffix = this.#peek();
    if (suffix.kind !== 'suffix' || this.#inExpression) return operand;
    this.#next++;
    const type = suffix.text.includes('.') ? suffix.text.slice(suffix.text.lastIndexOf('.') + 1) : '';
    if (type === '') return operand;
    const kind = Object.hasOwn(types, type) ? types[type] : undefined;
    if (!kind) {
      const hint = didYouMean(type, Object.keys(types)) || `; there are ${Object.keys(types).join(', ')}`;
      throw new TargetMistake(suffix.at, `there are no targets of type "${type}" here${hint}`);
    }
    return operand.name === null ? operand : condition(operand.at, { kind, name: operand.name });
  }

  #sum(expected: string): Operand {
    return this.#reckon(['+', '-'], expected, () =>
      this.#reckon(['*', '/'], expected, () => this.#unary(expected)),
    );
  }

  #reckon(symbols: readonly ('+' | '-' | '*' | '/')[], expected: string, part: () => Operand): Operand {
    const first = part();
    const rest: { operator: '+' | '-' | '*' | '/'; level: Level }[] = [];
    for (;;) {
      const operator = symbols.find((symbol) => this.#takes(symbol));
      if (!operator) break;
      rest.push({ operator, level: levelOf(part()) });
    }
    if (rest.length === 0) return first;
    return number(first.at, { kind: 'reckon', first: levelOf(first), rest });
  }

  #unary(expected: string): Operand {
    const { at } = this.#peek();
    if (!this.#takes('-')) return this.#primary(expected);
    const of = this.#deeper(() => levelOf(this.#unary(expected)));
    return number(at, { kind: 'minus', of });
  }

  #primary(expected: string): Operand {
    const token = this.#peek();
    if (this.#takes('(')) return this.#parentheses();
    if (token.kind === 'end')
      throw new TargetMistake(token.at, expected === 'a skill' ? 'it ends too early' : expected);
    if (token.kind !== 'name' && token.kind !== 'number') throw unexpected(token);
    this.#next++;
    const name = token.text;
    const level: Level =
      token.kind === 'name' ? { kind: 'skill', name } : { kind: 'number', value: Number(name) };
    return { at: token.at, truth: { kind: 'name', name }, level, name };
  }

  #parentheses(): Operand {
    const inner = this.#deeper(() => this.#or());
    if (!this.#takes(')')) throw new TargetMistake(this.#peek().at, 'a closing parenthesis is missing');
    return inner;
  }

  #noSecondOperator(first: TargetToken): void {
    const second = this.#peek();
    if (second.kind !== 'symbol' || !operators.has(second.text)) return;
    const swapped = second.text + first.text;
    const hint = operators.has(swapped) ? ` (did you mean "${swapped}"?)` : '';
    throw new TargetMistake(first.at, `"${first.text}${second.text}" is not a comparison${hint}`);
  }

  #deeper<Read>(read: () => Read): Read {
    if (++this.#depth > DEEPEST)
      throw new TargetMistake(this.#peek().at, `it is nested deeper than ${DEEPEST}`);
    const result = read();
    this.#depth--;
    return result;
  }

  #peek(): TargetToken {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: 1 };
  }

  #sees(symbol: string): boolean {
    const token = this.#peek();
    return token.kind === 'symbol' && token.text === symbol;
  }

  #takes(symbol: string): boolean {
    if (!this.#sees(symbol)) return false;
    this.#next++;
    return true;
  }
}

function condition(at: number, truth: Target): Operand {
  return { at, truth, level: null, name: null };
}

function number(at: number, level: Level): Operand {
  return { at, truth: null, level, name: null };
}

function truthOf({ at, truth }: Operand): Target {
  if (truth) return truth;
  throw new TargetMistake(at, 'a number is nobody: compare it, as in "... > 0"');
}

function levelOf({ at, level }: Operand): Level {
  if (level) return level;
  throw new TargetMistake(at, 'a level is expected here, not a condition');
}

function unexpected({ text, at }: TargetToken): TargetMistake {
  const symbol = words[text.toLowerCase()];
  const hint = symbol ? ` (did you mean "${symbol}"?)` : '';
  return new TargetMistake(at, `"${text}" is not expected here${hint}`);
}
