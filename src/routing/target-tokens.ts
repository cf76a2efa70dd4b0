export interface TargetToken {
  kind: 'name' | 'number' | 'symbol' | 'suffix' | 'end';
  text: string;
  /** Counts from 1. */
  at: number;
}

/** What is wrong with a target, and where: counts from 1. */
export class TargetMistake extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

// One alternative per kind of token; none can match the empty text, so a scan is one pass. A minus or a dot within a
// name is part of it. ORS writes the group of an expression `?Name:`; the name changes nothing.
const scanner =
  /\s+|([\p{L}_][\p{L}\p{N}_.-]*)|(\d+(?:\.\d+)?)(?![\w.])|(\w+)|(\?[\p{L}\p{N}_-]{0,64}:|>=|<=|!=|==|[><=&|!()+*/-])|(@[\w.-]*)|([^])/guy;

/** A target's text cut into its words and signs. @throws TargetMistake */
export function targetTokens(text: string): TargetToken[] {
  const found: TargetToken[] = [];
  for (const match of text.matchAll(scanner)) {
    const [whole, word, number, id, symbol, suffix, stray] = match;
    const at = match.index + 1;
    if (stray !== undefined) throw new TargetMistake(at, `"${stray}" has no meaning here`);
    if (word ?? id) found.push({ kind: 'name', text: whole, at });
    else if (number) found.push({ kind: 'number', text: whole, at });
    else if (symbol) found.push({ kind: 'symbol', text: symbolOf(symbol), at });
    else if (suffix) found.push({ kind: 'suffix', text: whole, at });
  }
  found.push({ kind: 'end', text: '', at: text.length + 1 });
  return found;
}

function symbolOf(written: string): string {
  if (written === '==') return '=';
  return written.startsWith('?') ? '?:' : written;
}
