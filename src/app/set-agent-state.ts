import { RingbackError } from '../core/errors.ts';
import { secretId } from '../core/ids.ts';
import type { AgentRow } from '../routing/state.ts';
import type { App } from './ports.ts';
import type { Router } from './router.ts';

export interface AgentStateRequest {
  agentId: string;
  to: 'ready' | 'not-ready' | 'logged-out';
  /** Why not ready, such as `Lunch`. */
  reason: string | null;
}

/** Changes an agent's state; while a call is offered or talked, `afterCall` says what follows it. @throws AGENT_UNKNOWN */
export async function setAgentState(app: App, router: Router, request: AgentStateRequest): Promise<AgentRow> {
  await router.send({ type: 'agent', id: secretId(app.random), ...request });
  const row = router.state().agents.find((agent) => agent.id === request.agentId);
  if (!row) throw new RingbackError('AGENT_UNKNOWN', { agent: request.agentId, known: '' });
  return row;
}
