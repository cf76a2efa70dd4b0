import type { Draft } from './draft.ts';
import { learnWait } from './learn-waits.ts';
import { byPlace } from './order.ts';
import { Pool } from './pool.ts';
import { isConditional } from './suits.ts';
import type { AgentRow, EntryRow } from './state.ts';
import { tally } from './tally.ts';
import { waitingLines, type WaitingLine } from './waiting-line.ts';

/**
 * Gives ready agents to those who wait, first come first served: each takes the longest idle agent that suits
 * it. Whoever only wants to be told claims an agent without taking it: the agent stays ready, but nobody behind
 * gets it as long as the claim cannot be moved to another ready agent. What it costs depends on who can be given
 * somebody, and not on how many wait or work.
 */
export function match(draft: Draft): void {
  // Who is given away can change for whom others ask, if they ask by a statistic.
  while (matchOnce(draft).some(({ demand }) => isConditional(demand.target)));
}

/** The lines for whom somebody is ready; none when nobody was given an agent. */
function matchOnce(draft: Draft): WaitingLine[] {
  const lines = waitingLines(draft);
  const open = new Set(lines);
  const pool = new Pool(draft);
  let given = false;
  for (;;) {
    const line = foremost(open);
    if (!line) return given ? lines : [];
    const entry = line.first;
    if (!entry) open.delete(line);
    else {
      const agent = pool.find(line.demand, entry);
      if (agent) give(draft, pool, { entry, agent, line });
      else line.refused();
      given ||= agent !== undefined && entry.mode === 'waiting';
      line.next();
    }
  }
}

/** The line whose first comes first of all; or one that is at its end. */
export function foremost(lines: Iterable<WaitingLine>): WaitingLine | undefined {
  let found: WaitingLine | undefined;
  for (const line of lines) {
    if (!line.first) return line;
    if (!found?.first || byPlace(line.first, found.first) < 0) found = line;
  }
  return found;
}

function give(
  draft: Draft,
  pool: Pool,
  { entry, agent, line }: { entry: EntryRow; agent: AgentRow; line: WaitingLine },
): void {
  if (entry.mode === 'waiting') {
    reserve(draft, entry, agent);
    pool.take(agent);
    return;
  }
  if (entry.mode === 'notify')
    notify(draft, entry, `agent ${agent.id} is free for it and nobody ahead wants that agent`);
  pool.claim(agent, { entry, demand: line.demand });
}

function reserve(draft: Draft, entry: EntryRow, agent: AgentRow): void {
  learnWait(draft, entry);
  tally(draft, entry.queue, 'distributed');
  draft.takeAgent(agent, 'reserved', entry.id, draft.now + entry.reserveMs);
  const reserved = draft.putEntry({ ...entry, mode: 'reserved', agentId: agent.id, timeoutAt: null });
  draft.tell({
    kind: 'reserved',
    entry: reserved,
    agent: { id: agent.id, name: agent.name, phone: agent.phone },
  });
  const picked = entry.pick === 'shortest-idle' ? 'shortest' : 'longest';
  const why = `first in line whom the agent suits, and the ${picked} idle of those who suit`;
  draft.decide({ decision: 'reserved', entry: entry.id, agent: agent.id, why });
}

/** Tells a callback that there is an agent for it, or will be. */
export function notify(draft: Draft, entry: EntryRow, why: string): void {
  learnWait(draft, entry);
  const notified = draft.putEntry({ ...entry, mode: 'notified', toldAt: draft.now, timeoutAt: null });
  draft.tell({ kind: 'near', entry: notified });
  draft.decide({ decision: 'notified', entry: entry.id, agent: null, why });
}
