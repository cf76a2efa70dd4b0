import { RingbackError } from '../core/errors.ts';
import { didYouMean } from '../core/did-you-mean.ts';
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

/** Changes an agent's state; while a call is offered or talked, `afterCall` says what follows it. @throws AGENT_UNKNOWN, BAD_REQUEST */
export async function setAgentState(app: App, router: Router, request: AgentStateRequest): Promise<AgentRow> {
  await requestAgentState(app, request);
  const row = router.state().agents.find((agent) => agent.id === request.agentId);
  if (!row) throw new RingbackError('AGENT_UNKNOWN', { agent: request.agentId, known: '' });
  return row;
}

/** As above, and no more is asked. @throws AGENT_UNKNOWN, BAD_REQUEST */
export async function requestAgentState(app: App, request: AgentStateRequest): Promise<void> {
  checkReason(app, request);
  await app.routing.send({ type: 'agent', id: secretId(app.random), ...request });
}

function checkReason(app: App, { to, reason }: AgentStateRequest): void {
  const { reasons } = app.config().agentRules;
  if (to !== 'not-ready' || reason === null || reasons.includes(reason)) return;
  const hint = didYouMean(reason, reasons) || `; there are ${reasons.join(', ')}`;
  throw new RingbackError('BAD_REQUEST', { what: `there is no reason "${reason.slice(0, 100)}"${hint}` });
}
