import type { Draft } from './draft.ts';
import { putOnHold } from './entries.ts';
import { asks } from './order.ts';
import { nextWidening } from './suits.ts';
import type { RoutingState } from './state.ts';

/** What ends by itself: after-call work, reservations that nobody used, and waiting that took too long. */
export function passTime(draft: Draft): void {
  for (const agent of [...draft.agents.values()]) {
    if (agent.until === null || agent.until > draft.now) continue;
    const entry = agent.entryId === null ? undefined : draft.entries.get(agent.entryId);
    if (agent.state === 'reserved' && entry) putOnHold(draft, entry, 'the reservation ran out');
    else {
      const state = draft.releaseAgent(agent);
      draft.decide({ decision: 'agent', entry: null, agent: agent.id, why: `${agent.state} is over`, state });
    }
  }
  for (const entry of [...draft.entries.values()]) {
    if (entry.timeoutAt === null || entry.timeoutAt > draft.now) continue;
    const why = 'no agent came free in time';
    draft.tell({ kind: 'failed', entry, error: 'timeout', why });
    draft.decide({ decision: 'timed-out', entry: entry.id, agent: null, why });
    putOnHold(draft, entry, 'waited as long as it wanted to');
  }
}

/** The earliest instant after `now` at which something ends by itself, or somebody asks for others; null when none does. */
export function nextWake(state: RoutingState, now: number): number | null {
  const instants = [
    ...state.agents.map((agent) => agent.until),
    ...state.entries.map((entry) => entry.timeoutAt),
    ...state.entries.filter(asks).map((entry) => nextWidening(entry, now)),
  ].filter((at) => at !== null);
  return instants.length > 0 ? instants.reduce((a, b) => Math.min(a, b)) : null;
}
