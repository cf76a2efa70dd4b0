import type { Level, Operator, Target } from './target.ts';

/** What a target asks of an agent. */
export interface Candidate {
  id: string;
  skills: Record<string, number>;
  groups?: readonly string[];
  place?: string;
}

/** Does the agent meet it? A skill that an agent does not have counts as level 0. Time in proportion to the target. */
export function meets(target: Target, agent: Candidate): boolean {
  switch (target.kind) {
    case 'anyone':
      return true;
    case 'name':
      return target.name === agent.id || skillOf(agent, target.name) > 0 || isMember(agent, target.name);
    case 'agent':
      return target.name === agent.id;
    case 'group':
      return isMember(agent, target.name);
    case 'place':
      return target.name === agent.place;
    case 'compare':
      return compare(levelOf(target.left, agent), target.operator, levelOf(target.right, agent));
    case 'not':
      return !meets(target.of, agent);
    case 'and':
      return target.of.every((part) => meets(part, agent));
    case 'or':
      return target.of.some((part) => meets(part, agent));
  }
}

/** Compares two numbers; what cannot be reckoned (a division by 0) holds for nothing. */
export function compare(level: number, operator: Operator, wanted: number): boolean {
  if (!Number.isFinite(level) || !Number.isFinite(wanted)) return false;
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

function levelOf(level: Level, agent: Candidate): number {
  switch (level.kind) {
    case 'number':
      return level.value;
    case 'skill':
      return skillOf(agent, level.name);
    case 'minus':
      return -levelOf(level.of, agent);
    case 'reckon':
      return level.rest.reduce(
        (sum, { operator, level: next }) => reckon(sum, operator, levelOf(next, agent)),
        levelOf(level.first, agent),
      );
  }
}

function reckon(left: number, operator: '+' | '-' | '*' | '/', right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
  }
}

function skillOf(agent: Candidate, skill: string): number {
  return Object.hasOwn(agent.skills, skill) ? (agent.skills[skill] ?? 0) : 0;
}

function isMember(agent: Candidate, group: string): boolean {
  return agent.groups?.includes(group) === true;
}
