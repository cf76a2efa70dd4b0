import { targetNames } from './target-names.ts';
import { byIdle } from './order.ts';
import type { AgentRow } from './state.ts';

/** Who of the agents who suit is given first. */
export type SelectionRule = 'longest-idle' | 'best-skill';

/**
 * The order in which agents are given to those who ask for the target: the longest idle first; by `best-skill` first
 * whoever has the most of the skills that the target names, all levels added.
 */
export function byChoice(rule: SelectionRule, target: string): (a: AgentRow, b: AgentRow) => number {
  if (rule === 'longest-idle') return byIdle;
  const skills = targetNames(target);
  const levelOf = (agent: AgentRow): number =>
    skills.reduce(
      (sum, name) => sum + (Object.hasOwn(agent.skills, name) ? (agent.skills[name] ?? 0) : 0),
      0,
    );
  return (a, b) => levelOf(b) - levelOf(a) || byIdle(a, b);
}
