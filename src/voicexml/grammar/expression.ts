import type { PathStep } from './automaton.ts';

/**
 * What a grammar of any form comes to: keys in sequence, alternatives and repeats. Expressions may share their parts,
 * so a rule that is used often is held once. `size` is how many states the automaton will need, `depth` how far
 * expressions are nested in it.
 */
export type Expression = { readonly size: number; readonly depth: number } & (
  | { kind: 'keys'; keys: number }
  | { kind: 'note'; step: PathStep }
  | { kind: 'sequence'; parts: readonly Expression[] }
  /** The earlier alternatives are preferred. */
  | { kind: 'choice'; of: readonly Expression[] }
  /** More is preferred; `most` may be Infinity. */
  | { kind: 'repeat'; body: Expression; least: number; most: number }
);

/** One of a set of keys; see keySet. */
export function oneKey(keys: number): Expression {
  return keys === 0 ? nothing : { kind: 'keys', keys, size: 1, depth: 1 };
}

export function note(step: PathStep): Expression {
  return { kind: 'note', step, size: 1, depth: 1 };
}

export function sequence(parts: readonly Expression[]): Expression {
  const [first, ...rest] = parts.filter(({ size }) => size > 0);
  if (first && rest.length === 0) return first;
  const kept = first ? [first, ...rest] : [];
  return { kind: 'sequence', parts: kept, size: sum(kept), depth: below(kept) };
}

export function choice(of: readonly Expression[]): Expression {
  let keys = 0;
  for (const one of of) {
    if (one.kind !== 'keys') return { kind: 'choice', of, size: sum(of) + 1, depth: below(of) };
    keys |= one.keys;
  }
  return oneKey(keys);
}

/** Repeating what takes no room takes none: without that, repeats of nothing would cost time and no states. */
export function repeat(body: Expression, least: number, most: number): Expression {
  if (body.size === 0 || (least === 1 && most === 1)) return body;
  const more = most === Infinity ? body.size + 1 : (most - least) * (body.size + 1);
  return { kind: 'repeat', body, least, most, size: least * body.size + more, depth: body.depth + 1 };
}

/** Matches no keys at all. */
export const empty: Expression = { kind: 'sequence', parts: [], size: 0, depth: 1 };

/** Never matches. */
export const nothing: Expression = { kind: 'choice', of: [], size: 1, depth: 1 };

function sum(parts: readonly Expression[]): number {
  return parts.reduce((total, { size }) => total + size, 0);
}

function below(parts: readonly Expression[]): number {
  return 1 + parts.reduce((deepest, { depth }) => Math.max(deepest, depth), 0);
}
