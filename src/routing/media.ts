import { RingbackError } from '../core/errors.ts';
import type { Draft } from './draft.ts';
import type { AgentRow } from './state.ts';

/** How much of another medium an agent does. */
export interface MediumRule {
  /** At once, at most. */
  slots: number;
  /** Beside a call, at most: with more of them the agent gets no calls. */
  besideCalls: number;
}

/** May the agent be given a call? Ready, and not too busy with other media. */
export function isFree(agent: AgentRow): boolean {
  return agent.state === 'ready' && goesBesideCalls(agent);
}

/**
 * Another medium takes a slot of the agent, or gives it back (`medium` null). What is taken or given back already
 * changes nothing.
 * @throws AGENT_UNKNOWN, MEDIUM_REFUSED
 */
export function takeMedium(draft: Draft, agent: AgentRow, slot: string, medium: string | null): void {
  const { [slot]: taken, ...others } = agent.media ?? {};
  if ((taken ?? null) === medium) return;
  if (medium !== null) checkMedium(agent, others, medium);
  const media = medium === null ? others : { ...others, [slot]: medium };
  draft.agents.set(agent.id, { ...agent, media });
  const why = medium === null ? `gives ${taken} back` : `takes ${medium}`;
  draft.decide({ decision: 'agent', entry: null, agent: agent.id, why, state: agent.state });
}

function checkMedium(agent: AgentRow, others: Readonly<Record<string, string>>, medium: string): void {
  const refused = (why: string): RingbackError =>
    new RingbackError('MEDIUM_REFUSED', { agent: agent.id, medium: medium.slice(0, 100), why });
  const rule = ruleOf(agent, medium);
  const count = Object.values(others).filter((one) => one === medium).length + 1;
  if (!rule) throw refused('the agent has no slots of it');
  if (agent.state === 'logged-out' || agent.state === 'not-ready')
    throw refused(`the agent is ${agent.state}`);
  if (count > rule.slots) throw refused(`all ${rule.slots} slots are taken`);
  if (agent.entryId !== null && count > rule.besideCalls)
    throw refused(`beside a call there are ${rule.besideCalls} slots`);
}

function goesBesideCalls(agent: AgentRow): boolean {
  const counts = new Map<string, number>();
  for (const medium of Object.values(agent.media ?? {})) counts.set(medium, (counts.get(medium) ?? 0) + 1);
  return [...counts].every(([medium, count]) => count <= (ruleOf(agent, medium)?.besideCalls ?? 0));
}

function ruleOf({ mediaRules = {} }: AgentRow, medium: string): MediumRule | undefined {
  return Object.hasOwn(mediaRules, medium) ? mediaRules[medium] : undefined;
}
