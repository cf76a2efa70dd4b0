import { RingbackError } from '../core/errors.ts';
import type { Draft } from './draft.ts';
import { endConversation } from './handle-time.ts';
import { noteAnswered, noteArrival, noteUnreached, noteWaitOver } from './learn-calls.ts';
import { expectWait, learnPatience } from './learn-waits.ts';
import type { ReleaseReason, RouterMessage, SubmitMessage } from './messages.ts';
import { rankOf } from './order.ts';
import type { AgentRow, EntryRow } from './state.ts';
import { tally } from './tally.ts';
import { parseTargets } from './target-list.ts';

/** Someone asks for an agent. Asking again, in another way or for another target, keeps the place. */
export function submit(draft: Draft, message: SubmitMessage): void {
  const known = draft.entries.get(message.entryId);
  const refusal = refusalOf(draft, message, known);
  if (refusal) {
    const { entryId: id, queue, sessionId, actionId, requestId } = message;
    draft.tell({ kind: 'failed', entry: { id, queue, sessionId, actionId, requestId }, ...refusal });
    draft.decide({ decision: 'refused', entry: id, agent: null, why: refusal.why });
    return;
  }
  if (known) letAgentGo(draft, known);
  const { queue, sessionId, actionId, requestId, kind, priority, target, mode, reserveMs, timeoutMs } =
    message;
  const { waitsOn = false, connects = false, pick, ahead = false, answered = false } = message;
  const asked = { queue, sessionId, actionId, requestId, kind, priority, target, mode, reserveMs };
  const placeAt = known?.placeAt ?? message.placeAt;
  const since = known?.target === target ? (known.targetSince ?? known.submittedAt) : draft.now;
  const entry = draft.putEntry({
    ...asked,
    id: message.entryId,
    placeAt,
    rank: rankOf({ priority, placeAt }, draft.config.ageingMs),
    targetSince: since,
    order: known?.order ?? draft.seq,
    agentId: null,
    submittedAt: draft.now,
    timeoutAt: timeoutMs === null ? null : draft.now + timeoutMs,
    ...(waitsOn ? { waitsOn } : {}),
    ...(connects ? { connects } : {}),
    ...(pick ? { pick } : {}),
    ...(ahead ? { ahead } : {}),
    ...(answered ? { answeredAt: known?.answeredAt ?? draft.now } : {}),
  });
  draft.putEntry({ ...entry, expected: expectWait(draft, entry) });
  if (!known) {
    tally(draft, queue, 'entered');
    noteArrival(draft, entry);
  }
  if (answered && known?.answeredAt === undefined) noteAnswered(draft, queue, known);
  const why = mode === 'waiting' ? 'asks for an agent' : 'asks to be told when an agent is free';
  draft.decide({ decision: known ? 'moved' : 'queued', entry: message.entryId, agent: null, why });
}

/** Another priority or time-out for somebody in the queue. The place by arrival stays. */
export function update(draft: Draft, message: Extract<RouterMessage, { type: 'update' }>): void {
  const entry = draft.entries.get(message.entryId);
  if (!entry || entry.mode === 'talking') return;
  const { priority = entry.priority, timeoutMs, answered = false } = message;
  const timeoutAt =
    timeoutMs === undefined ? entry.timeoutAt : timeoutMs === null ? null : draft.now + timeoutMs;
  const answeredAt = entry.answeredAt ?? (answered ? draft.now : undefined);
  const waits = { ...entry, priority, timeoutAt: entry.mode === 'reserved' ? null : timeoutAt };
  draft.putEntry(answeredAt === undefined ? waits : { ...waits, answeredAt });
  if (answered && entry.answeredAt === undefined) noteAnswered(draft, entry.queue, entry);
  const why = `waits with priority ${priority}`;
  draft.decide({ decision: 'moved', entry: entry.id, agent: null, why });
}

/** Callers keep their places under another rule of ageing. */
export function rankEntries(draft: Draft): void {
  for (const entry of [...draft.entries.values()]) {
    const rank = rankOf(entry, draft.config.ageingMs);
    if ((entry.rank ?? null) !== rank) draft.putEntry({ ...entry, rank });
  }
}

/** Keeps the place without asking for anybody. A conversation is not touched. */
export function hold(draft: Draft, entryId: string): void {
  const entry = draft.entries.get(entryId);
  if (!entry || entry.mode === 'talking' || entry.mode === 'held') return;
  noteUnreached(draft, entry);
  putOnHold(draft, entry, 'keeps its place for later');
}

/** Leaves the queue; a conversation counts as ended. */
export function remove(draft: Draft, entryId: string, why: string): void {
  const entry = draft.entries.get(entryId);
  if (!entry) return;
  if (entry.mode === 'talking') endConversation(draft, entry);
  else {
    letAgentGo(draft, entry);
    noteUnreached(draft, entry);
    noteWaitOver(draft, entry, false);
  }
  if (entry.mode === 'waiting') learnPatience(draft, entry, true);
  if (entry.mode !== 'talking' && entry.kind === 'live') tally(draft, entry.queue, 'abandoned');
  draft.entries.delete(entryId);
  draft.decide({ decision: 'removed', entry: entryId, agent: entry.agentId, why });
}

/**
 * The agent who was reserved has answered, even if the reservation ran out meanwhile and nobody took the agent: from now
 * on time does not end it, so that nobody is joined with an agent who is another's. What the agent has asked for
 * meanwhile comes after the call.
 */
export function beginJoining(draft: Draft, entryId: string): void {
  const pair = stillTogether(draft, entryId);
  if (!pair) return;
  const { entry, agent } = pair;
  const { state, reason } = agent;
  const afterCall = state === 'not-ready' || state === 'logged-out' ? { state, reason } : agent.afterCall;
  draft.takeAgent({ ...agent, afterCall }, 'reserved', entryId, null);
  draft.putEntry({ ...entry, mode: 'reserved', timeoutAt: null, preview: null });
  const why = 'the agent has answered: reserved until the two talk';
  draft.decide({ decision: 'joining', entry: entryId, agent: agent.id, why });
}

/** Talks with the agent that was reserved, even if the reservation ran out meanwhile and nobody took the agent. */
export function connect(draft: Draft, entryId: string): void {
  const pair = stillTogether(draft, entryId);
  if (!pair) return;
  const { entry, agent } = pair;
  draft.takeAgent(agent, 'busy', entryId, null);
  draft.putEntry({ ...entry, mode: 'talking', timeoutAt: null, preview: null });
  noteWaitOver(draft, entry, true);
  tally(draft, entry.queue, 'answered');
  draft.decide({ decision: 'connected', entry: entryId, agent: agent.id, why: 'talks with the agent' });
}

/** Somebody who talks with nobody yet, and the agent it was last given. @throws AGENT_BUSY for one who is another's by now */
function stillTogether(draft: Draft, entryId: string): { entry: EntryRow; agent: AgentRow } | null {
  const entry = draft.entries.get(entryId);
  const agent = entry?.agentId ? draft.agents.get(entry.agentId) : undefined;
  if (!entry || !agent || entry.mode === 'talking') return null;
  if (agent.entryId !== null && agent.entryId !== entryId)
    throw new RingbackError('AGENT_BUSY', { agent: agent.id, wanted: 'busy', state: agent.state });
  return { entry, agent };
}

/** The end of a reservation or of a conversation. What does not fit the entry's mode changes nothing. */
export function release(draft: Draft, entryId: string, reason: ReleaseReason): void {
  const entry = draft.entries.get(entryId);
  if (!entry) return;
  if (reason === 'gone') {
    remove(draft, entryId, 'the caller has left');
    return;
  }
  if (reason === 'ended') {
    if (entry.mode === 'talking') remove(draft, entryId, 'the conversation is over');
    return;
  }
  if (entry.mode !== 'reserved') return;
  const agent = draft.agentOf(entry);
  putOnHold(draft, entry, reason === 'rona' ? 'the agent did not answer' : 'connecting failed');
  // ORS, URS: an agent who does not answer is taken out of the running (redirection on no answer).
  if (agent && !agent.afterCall && reason === 'rona') draft.freeAgent(agent, 'not-ready', 'RONA');
  draft.decide({ decision: 'released', entry: entryId, agent: entry.agentId, why: reason });
}

/** Keeps the place, asks for nobody, holds no agent. `agentId` stays: the agent it was last given. */
export function putOnHold(draft: Draft, entry: EntryRow, why: string): void {
  letAgentGo(draft, entry);
  draft.putEntry({ ...entry, mode: 'held', timeoutAt: null, preview: null });
  draft.decide({ decision: 'held', entry: entry.id, agent: entry.agentId, why });
}

function letAgentGo(draft: Draft, entry: EntryRow): void {
  const agent = draft.agentOf(entry);
  if (agent?.state === 'reserved') draft.releaseAgent(agent);
}

function refusalOf(
  draft: Draft,
  message: SubmitMessage,
  known: EntryRow | undefined,
): { error: string; why: string } | null {
  if (!draft.config.queues.some((queue) => queue.name === message.queue))
    return { error: 'invalidattribute', why: `there is no virtual queue "${message.queue}"` };
  const parsed = parseTargets(message.target);
  if (!parsed.ok)
    return {
      error: 'invalidattribute',
      why: `target "${message.target.slice(0, 200)}", position ${parsed.at}: ${parsed.message}`,
    };
  if (known?.mode === 'talking') return { error: 'invalidstate', why: 'it talks with an agent' };
  return null;
}
