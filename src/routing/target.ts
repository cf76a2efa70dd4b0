/** Whom a caller may be given to. */
export type Target =
  | { kind: 'anyone' }
  | { kind: 'compare'; skill: string; operator: Operator; level: number }
  /** A skill at any level above 0, or the agent of that id. */
  | { kind: 'name'; name: string }
  | { kind: 'not'; of: Target }
  | { kind: 'and' | 'or'; of: Target[] };

type Operator = '>' | '>=' | '<' | '<=' | '=' | '!=';

export type ParsedTarget = { ok: true; target: Target } | { ok: false; at: number; message: string };

interface Token {
  kind: 'name' | 'number' | 'symbol' | 'suffix' | 'end';
  text: string;
  /** Counts from 1. */
  at: number;
}

const LONGEST = 2_000;
const DEEPEST = 50;
const operators = new Set(['>', '>=', '<', '<=', '=', '!=']);
// One alternative per kind of token; none can match the empty text, so a scan is one pass.
const scanner =
  /\s+|([\p{L}_][\p{L}\p{N}_.-]*)|(\d+(?:\.\d+)?)(?![\w.])|(\w+)|(\?:|>=|<=|!=|==|[><=&|!()])|(@[\w.-]*)|([^])/guy;

class Mistake extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/**
 * Reads a skill expression such as `Billing > 2 & English >= 3`, with `|`, `&`, `!` and parentheses, or an
 * agent's id; nothing = anyone. The Genesys wrappings `?:...` and `...@StatServer.GA` are accepted.
 * Takes time in proportion to the text. A mistake is told with its position, counted from 1.
 */
export function parseTarget(text: string): ParsedTarget {
  try {
    if (text.length > LONGEST) throw new Mistake(LONGEST, `a target has at most ${LONGEST} characters`);
    return { ok: true, target: new Reader(tokens(text)).all() };
  } catch (error) {
    if (error instanceof Mistake) return { ok: false, at: error.at, message: error.message };
    throw error;
  }
}

/** Does the agent meet it? A skill that an agent does not have counts as level 0. */
export function meets(target: Target, agent: { id: string; skills: Record<string, number> }): boolean {
  switch (target.kind) {
    case 'anyone':
      return true;
    case 'name':
      return target.name === agent.id || levelOf(agent, target.name) > 0;
    case 'compare':
      return compare(levelOf(agent, target.skill), target.operator, target.level);
    case 'not':
      return !meets(target.of, agent);
    case 'and':
      return target.of.every((part) => meets(part, agent));
    case 'or':
      return target.of.some((part) => meets(part, agent));
  }
}

function levelOf(agent: { skills: Record<string, number> }, skill: string): number {
  return Object.hasOwn(agent.skills, skill) ? (agent.skills[skill] ?? 0) : 0;
}

function compare(level: number, operator: Operator, wanted: number): boolean {
  switch (operator) {
    case '>':
      return level > wanted;
    case '>=':
      return level >= wanted;
    case '<':
      return level < wanted;
    case '<=':
      return level <= wanted;
    case '=':
      return level === wanted;
    case '!=':
      return level !== wanted;
  }
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(scanner)) {
    const [whole, word, number, id, symbol, suffix, stray] = match;
    const at = match.index + 1;
    if (stray !== undefined) throw new Mistake(at, `"${stray}" has no meaning here`);
    if (word ?? id) found.push({ kind: 'name', text: whole, at });
    else if (number) found.push({ kind: 'number', text: whole, at });
    else if (symbol) found.push({ kind: 'symbol', text: symbol === '==' ? '=' : symbol, at });
    else if (suffix) found.push({ kind: 'suffix', text: whole, at });
  }
  found.push({ kind: 'end', text: '', at: text.length + 1 });
  return found;
}

/** Recursive descent: or, and, not, then a comparison, a name or parentheses. */
class Reader {
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  all(): Target {
    if (this.#peek().kind === 'end') return { kind: 'anyone' };
    const target = this.#wrapped();
    const rest = this.#peek();
    if (rest.kind !== 'end') throw new Mistake(rest.at, `"${rest.text}" is not expected here`);
    return target;
  }

  /** `?:` before and `@StatServer.GA` after an expression change nothing. */
  #wrapped(): Target {
    this.#takes('?:');
    const target = this.#or();
    if (this.#peek().kind === 'suffix') this.#next++;
    return target;
  }

  #or(): Target {
    return this.#chain('or', '|', () => this.#chain('and', '&', () => this.#not()));
  }

  #chain(kind: 'and' | 'or', symbol: string, part: () => Target): Target {
    const first = part();
    const of = [first];
    while (this.#takes(symbol)) of.push(part());
    return of.length === 1 ? first : { kind, of };
  }

  #not(): Target {
    if (!this.#takes('!')) return this.#primary();
    this.#deeper();
    const of = this.#not();
    this.#depth--;
    return { kind: 'not', of };
  }

  #primary(): Target {
    const token = this.#peek();
    if (this.#takes('(')) {
      this.#deeper();
      const inner = this.#wrapped();
      this.#depth--;
      if (!this.#takes(')')) throw new Mistake(this.#peek().at, 'a closing parenthesis is missing');
      return inner;
    }
    if (token.kind !== 'name' && token.kind !== 'number')
      throw new Mistake(
        token.at,
        token.kind === 'end' ? 'it ends too early' : `"${token.text}" is not expected here`,
      );
    this.#next++;
    const operator = this.#peek();
    if (operator.kind !== 'symbol' || !operators.has(operator.text))
      return { kind: 'name', name: token.text };
    this.#next++;
    const level = this.#peek();
    if (level.kind !== 'number') throw new Mistake(level.at, `a level is expected after "${operator.text}"`);
    this.#next++;
    return {
      kind: 'compare',
      skill: token.text,
      operator: operator.text as Operator,
      level: Number(level.text),
    };
  }

  #deeper(): void {
    if (++this.#depth > DEEPEST) throw new Mistake(this.#peek().at, `it is nested deeper than ${DEEPEST}`);
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: 0 };
  }

  #takes(symbol: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'symbol' || token.text !== symbol) return false;
    this.#next++;
    return true;
  }
}
