import type { Draft } from './draft.ts';
import type { EntryRow, QueueStats } from './state.ts';

/** Weight of the newest conversation in the smoothed handle time. */
const WEIGHT = 0.2;

/** The agent goes to after-call work, and what the conversation took is learned. */
export function endConversation(draft: Draft, entry: EntryRow): void {
  const talked = draft.agentOf(entry);
  if (!talked) return;
  const agent = { ...talked, last: { entryId: entry.id, kind: entry.kind, endedAt: draft.now } };
  const workMs = draft.config.queues.find((queue) => queue.name === entry.queue)?.afterCallWorkMs ?? 0;
  learn(draft, entry.queue, draft.now - agent.since + workMs);
  if (workMs > 0) draft.leaveToWork(agent, draft.now + workMs);
  else draft.releaseAgent(agent);
}

function learn(draft: Draft, queue: string, handleMs: number): void {
  const known: QueueStats = draft.stats.get(queue) ?? { queue, handleMs: null, handled: 0 };
  const smoothed =
    known.handleMs === null ? handleMs : Math.round(known.handleMs + (handleMs - known.handleMs) * WEIGHT);
  draft.stats.set(queue, { ...known, handleMs: smoothed, handled: known.handled + 1 });
}
