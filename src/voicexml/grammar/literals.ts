import type { Json } from '../../core/json.ts';
import type { PathStep } from './automaton.ts';

/** The keys on a path through a grammar, without blanks. */
export function keysOf(path: readonly PathStep[]): string {
  return path.map((step) => (step.kind === 'key' ? step.key : '')).join('');
}

/**
 * What a path means with tag format `semantics/1.0-literals`: the last tag of a rule is its value; a rule without tags
 * of its own has the value of the last rule it used that has one; without tags the keys are the meaning.
 */
export function literalMeaning(path: readonly PathStep[]): Json {
  const open: { own: Json | undefined; used: Json | undefined }[] = [{ own: undefined, used: undefined }];
  for (const step of path) {
    const rule = open.at(-1);
    if (step.kind === 'enter') open.push({ own: undefined, used: undefined });
    else if (step.kind === 'tag' && rule) rule.own = step.text;
    else if (step.kind === 'value' && rule) rule.own = step.value;
    else if (step.kind === 'leave') {
      open.pop();
      const user = open.at(-1);
      if (user) user.used = rule?.own ?? rule?.used ?? user.used;
    }
  }
  return open[0]?.own ?? open[0]?.used ?? keysOf(path);
}
