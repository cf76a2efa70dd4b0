import { parseTargets } from './target-list.ts';
import type { Level, Target } from './target.ts';

/** What all the targets of a text name, each once; nothing for a text with a mistake. */
export function targetNames(text: string): string[] {
  const parsed = parseTargets(text);
  return parsed.ok ? [...new Set(parsed.steps.flatMap((step) => namesOf(step.target)))] : [];
}

/** The skills, agents and groups that it names. */
export function namesOf(target: Target): string[] {
  switch (target.kind) {
    case 'name':
    case 'agent':
    case 'group':
      return [target.name];
    case 'compare':
      return [...levelNames(target.left), ...levelNames(target.right)];
    case 'not':
      return namesOf(target.of);
    case 'and':
    case 'or':
      return target.of.flatMap(namesOf);
    case 'anyone':
    case 'place':
      return [];
  }
}

function levelNames(level: Level): string[] {
  switch (level.kind) {
    case 'skill':
      return [level.name];
    case 'minus':
      return levelNames(level.of);
    case 'reckon':
      return [...levelNames(level.first), ...level.rest.flatMap((part) => levelNames(part.level))];
    case 'number':
      return [];
  }
}
