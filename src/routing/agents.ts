import { isDeepStrictEqual } from 'node:util';

import { RingbackError } from '../core/errors.ts';
import type { Draft } from './draft.ts';
import { takeMedium } from './media.ts';
import type { AgentSetting, RouterMessage } from './messages.ts';
import type { AgentRow } from './state.ts';

/** Agents as configured: new ones begin in their first state, known ones keep theirs. */
export function configureAgents(draft: Draft): void {
  for (const setting of draft.config.agents) {
    const known = draft.agents.get(setting.id);
    const row = known ? { ...known, ...detailsOf(setting) } : newAgent(setting, draft.now);
    if (!isDeepStrictEqual(row, known)) draft.agents.set(setting.id, row);
  }
}

/** An agent who is no longer configured goes once the call is over. */
export function dropGoneAgents(draft: Draft): void {
  for (const id of draft.board.gone) {
    const agent = draft.agents.get(id);
    if (!agent || agent.entryId !== null) continue;
    draft.agents.delete(id);
    draft.decide({ decision: 'agent', entry: null, agent: id, why: 'no longer configured' });
  }
}

/** An agent, or a supervisor, changes the agent's state: at once, or when the call that is offered or talked is over. */
export function setAgent(draft: Draft, message: Extract<RouterMessage, { type: 'agent' }>): void {
  const { agentId, to, reason } = message;
  const agent = knownAgent(draft, agentId);
  if (agent.entryId !== null) {
    const afterCall = to === 'ready' ? null : { state: to, reason: to === 'not-ready' ? reason : null };
    draft.agents.set(agentId, { ...agent, afterCall });
    draft.decide({
      decision: 'agent',
      entry: null,
      agent: agentId,
      why: `${to} after the call`,
      state: agent.state,
    });
    return;
  }
  // Being ready again does not cost an agent the place among those who idle.
  if (agent.state === to && agent.reason === reason) return;
  draft.freeAgent(agent, to, to === 'not-ready' ? reason : null);
  draft.decide({ decision: 'agent', entry: null, agent: agentId, why: reason ?? 'asked for', state: to });
}

/** Another medium takes a slot of an agent, or gives it back. @throws AGENT_UNKNOWN, MEDIUM_REFUSED */
export function setMedium(draft: Draft, message: Extract<RouterMessage, { type: 'media' }>): void {
  takeMedium(draft, knownAgent(draft, message.agentId), message.slot, message.medium);
}

function knownAgent(draft: Draft, agentId: string): AgentRow {
  const agent = draft.agents.get(agentId);
  if (agent) return agent;
  const known = [...draft.agents.values()].map(({ id }) => id);
  throw new RingbackError('AGENT_UNKNOWN', { agent: agentId, known: known.sort().join(', ') });
}

function newAgent(setting: AgentSetting, now: number): AgentRow {
  const state = {
    state: setting.initial,
    reason: null,
    since: now,
    entryId: null,
    until: null,
    afterCall: null,
  };
  return { id: setting.id, ...detailsOf(setting), ...state };
}

function detailsOf(setting: AgentSetting): Partial<AgentRow> & Pick<AgentRow, 'name' | 'phone' | 'skills'> {
  const { name, phone, skills, groups, place, media = {} } = setting;
  return { name, phone, skills: { ...skills }, groups: [...groups], place, mediaRules: { ...media } };
}
