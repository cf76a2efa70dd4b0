import type { PathStep } from './automaton.ts';

/** The keys on a path through a grammar, without blanks. */
export function keysOf(path: readonly PathStep[]): string {
  return path.map((step) => (step.kind === 'key' ? step.key : '')).join('');
}

/**
 * What a path means with tag format `semantics/1.0-literals`: the last tag of the outermost rule that has one counts
 * (a tag of a rule overrides those of the rules it used before it); without tags the keys are the meaning.
 */
export function literalMeaning(path: readonly PathStep[]): string {
  return path.findLast((step) => step.kind === 'tag')?.text ?? keysOf(path);
}
