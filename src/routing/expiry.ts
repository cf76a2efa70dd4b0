import type { Board } from './board.ts';
import type { Draft } from './draft.ts';
import { putOnHold } from './entries.ts';
import { endPreview } from './preview.ts';

/** What ends by itself: after-call work, reservations that nobody used, and waiting that took too long. */
export function passTime(draft: Draft): void {
  const due = draft.board.deadlines.due(draft.now);
  for (const id of due.agents) {
    const agent = draft.agents.get(id);
    if (!agent || agent.until === null || agent.until > draft.now) continue;
    const entry = agent.entryId === null ? undefined : draft.entries.get(agent.entryId);
    if (entry?.preview) endPreview(draft, entry, entry.preview);
    else if (agent.state === 'reserved' && entry) putOnHold(draft, entry, 'the reservation ran out');
    else {
      const state = draft.releaseAgent(agent);
      draft.decide({ decision: 'agent', entry: null, agent: agent.id, why: `${agent.state} is over`, state });
    }
  }
  for (const id of due.entries) {
    const entry = draft.entries.get(id);
    if (!entry || entry.timeoutAt === null || entry.timeoutAt > draft.now) continue;
    const why = 'no agent came free in time';
    draft.tell({ kind: 'failed', entry, error: 'timeout', why });
    draft.decide({ decision: 'timed-out', entry: entry.id, agent: null, why });
    if (entry.waitsOn) draft.putEntry({ ...entry, timeoutAt: null });
    else putOnHold(draft, entry, 'waited as long as it wanted to');
  }
}

/** The earliest instant after `now` at which something ends by itself, or somebody asks for others; null when none does. */
export function nextWake(board: Board, now: number): number | null {
  return board.deadlines.next(now);
}
