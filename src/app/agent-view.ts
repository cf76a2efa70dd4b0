import { RingbackError } from '../core/errors.ts';
import type { HeldAgent } from '../routing/held-agent.ts';
import type { AgentRow } from '../routing/state.ts';
import { callFacts, type CallFacts } from './call-facts.ts';
import type { App } from './ports.ts';
import type { Router } from './router.ts';

/** An agent as the agent's own desk shows it. */
export interface AgentView extends Pick<
  AgentRow,
  'id' | 'name' | 'state' | 'reason' | 'since' | 'until' | 'afterCall' | 'skills'
> {
  /** Who is offered, or talks, with what is known of them. */
  call: CallFacts | null;
  /** What may be said of that caller, when the agent looks at it before anybody is rung; null else. */
  preview: { rejectable: boolean } | null;
  /** The newest conversation, for its disposition code; null before the first. */
  last: AgentRow['last'] | null;
  /** Slots that other media have taken, each with its medium. */
  media: NonNullable<AgentRow['media']>;
}

/** @throws AGENT_UNKNOWN */
export function heldAgent(router: Router, agentId: string): HeldAgent {
  const held = router.agent(agentId);
  if (held) return held;
  const known = router.state().agents.map((agent) => agent.id);
  throw new RingbackError('AGENT_UNKNOWN', { agent: agentId.slice(0, 100), known: known.sort().join(', ') });
}

export async function agentView(app: App, { agent, entry }: HeldAgent): Promise<AgentView> {
  const { id, name, state, reason, since, until, afterCall, skills, last = null, media = {} } = agent;
  const call = entry ? await callFacts(app, entry, since) : null;
  const preview = entry?.preview ? { rejectable: entry.preview.rejectable } : null;
  return { id, name, state, reason, since, until, afterCall, skills, call, preview, last, media };
}
