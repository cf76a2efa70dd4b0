import type { Expression } from './expression.ts';

/** A mistake in an expression; `offset` counts characters from 0. */
export class ExpressionError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

interface Token {
  kind: 'number' | 'string' | 'name' | 'symbol' | 'end';
  text: string;
  offset: number;
}

const TOKEN =
  /\s*(?:(?<number>-?\d+(?:\.\d+)?(?![\w.]))|(?<string>'[^']*'|"[^"]*")|(?<name>[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)|(?<symbol>==|!=|<=|>=|<|>|\(|\)))/y;
const COMPARISONS = ['==', '!=', '<', '<=', '>', '>='] as const;
const DEEPEST = 50;

/**
 * Reads an expression: paths (`wait.seconds`), numbers, quoted texts, `true`, `false`, `null`, the six
 * comparisons, `and`, `or`, `not` and parentheses; `not` binds closest, then comparisons, `and`, `or`.
 * Throws ExpressionError.
 */
export function parseExpression(text: string): Expression {
  const reader = new Reader(tokens(text));
  const expression = either(reader, 0);
  if (reader.next.kind !== 'end') throw unexpected(reader.next);
  return expression;
}

class Reader {
  readonly #tokens: Token[];
  #index = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  get next(): Token {
    return this.#tokens[this.#index] as Token;
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== 'end') this.#index++;
    return token;
  }

  /** Takes the next token if it is this word or symbol. */
  accept(text: string): boolean {
    const found = this.next.kind !== 'string' && this.next.text === text;
    if (found) this.take();
    return found;
  }
}

function either(reader: Reader, depth: number): Expression {
  let left = both(reader, depth);
  while (reader.accept('or')) left = { kind: 'or', left, right: both(reader, depth) };
  return left;
}

function both(reader: Reader, depth: number): Expression {
  let left = comparison(reader, depth);
  while (reader.accept('and')) left = { kind: 'and', left, right: comparison(reader, depth) };
  return left;
}

function comparison(reader: Reader, depth: number): Expression {
  const left = operand(reader, depth);
  const operator = COMPARISONS.find((symbol) => reader.accept(symbol));
  return operator ? { kind: 'compare', operator, left, right: operand(reader, depth) } : left;
}

function operand(reader: Reader, depth: number): Expression {
  const token = reader.take();
  if (depth > DEEPEST) throw new ExpressionError('the condition is nested too deeply', token.offset);
  if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
  if (token.kind === 'string') return { kind: 'literal', value: token.text.slice(1, -1) };
  if (token.text === 'not' && token.kind === 'name')
    return { kind: 'not', operand: operand(reader, depth + 1) };
  if (token.text === '(') {
    const inner = either(reader, depth + 1);
    if (!reader.accept(')')) throw new ExpressionError('a ) is missing', reader.next.offset);
    return inner;
  }
  if (token.kind === 'name' && token.text !== 'and' && token.text !== 'or') return named(token);
  throw unexpected(token);
}

function named({ text, offset }: Token): Expression {
  if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true' };
  return text === 'null' ? { kind: 'literal', value: null } : { kind: 'path', path: text.split('.'), offset };
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw unreadable(text, from);
    const [kind, part] = groupsOf(match).find(([, value]) => value !== undefined) ?? [];
    const token = part ?? '';
    found.push({ kind: kind as Token['kind'], text: token, offset: TOKEN.lastIndex - token.length });
  }
  found.push({ kind: 'end', text: '', offset: end });
  return found;
}

/** Named groups; those that took no part are undefined, whatever the library's types say. */
function groupsOf(match: RegExpExecArray): [string, string | undefined][] {
  return Object.entries(match.groups ?? {});
}

function unreadable(text: string, from: number): ExpressionError {
  const offset = from + (text.slice(from).length - text.slice(from).trimStart().length);
  const hint = text[offset] === '=' ? '; equality is written ==' : '';
  return new ExpressionError(`"${text[offset]}" means nothing here${hint}`, offset);
}

function unexpected(token: Token): ExpressionError {
  const message =
    token.kind === 'end' ? 'the condition ends too early' : `"${token.text}" is not expected here`;
  return new ExpressionError(message, token.offset);
}
