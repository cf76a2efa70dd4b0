import { RingbackError } from '../core/errors.ts';
import type { Draft } from './draft.ts';
import { putOnHold } from './entries.ts';
import type { RouterMessage, RoutingOutput } from './messages.ts';
import type { EntryRow, Preview } from './state.ts';

type Answer = Extract<RoutingOutput, { kind: 'previewed' }>['answer'];

/** The agent who is reserved looks at the caller before anybody is rung. Without a reservation there is nobody to look. */
export function beginPreview(draft: Draft, message: Extract<RouterMessage, { type: 'preview' }>): void {
  const { entryId, sessionId, actionId, requestId, rejectable, notReady, timeoutMs } = message;
  const entry = draft.entries.get(entryId);
  const agent = entry ? draft.agentOf(entry) : null;
  if (!entry || entry.mode !== 'reserved' || !agent) {
    draft.tell({ kind: 'previewed', entryId, sessionId, actionId, requestId, answer: 'gone', minutes: null });
    return;
  }
  const until = draft.now + timeoutMs;
  draft.agents.set(agent.id, { ...agent, until });
  draft.putEntry({ ...entry, preview: { actionId, requestId, rejectable, notReady } });
  draft.decide({
    decision: 'previewing',
    entry: entryId,
    agent: agent.id,
    why: 'the agent looks at it first',
  });
}

/** The agent has looked. @throws PREVIEW_REFUSED when there is nothing to look at, or it may not be rejected */
export function answerPreview(
  draft: Draft,
  message: Extract<RouterMessage, { type: 'preview-answer' }>,
): void {
  const { agentId, entryId, answer, minutes } = message;
  const agent = draft.agents.get(agentId);
  const entry = agent?.entryId ? draft.entries.get(agent.entryId) : undefined;
  if (!agent || !entry?.preview || (entryId !== null && entryId !== entry.id))
    throw new RingbackError('PREVIEW_REFUSED', { agent: agentId, why: 'there is nothing to look at' });
  if (answer === 'reject' && !entry.preview.rejectable)
    throw new RingbackError('PREVIEW_REFUSED', { agent: agentId, why: 'it may not be rejected' });
  if (answer === 'accept') {
    draft.agents.set(agentId, { ...agent, until: draft.now + entry.reserveMs });
    draft.putEntry({ ...entry, preview: null });
  } else putOnHold(draft, entry, answer === 'later' ? 'the agent put it off' : 'the agent rejected it');
  tell(draft, entry, entry.preview, { answer, minutes: answer === 'later' ? minutes : null });
}

/** The agent said nothing in time. */
export function endPreview(draft: Draft, entry: EntryRow, preview: Preview): void {
  const agent = draft.agentOf(entry);
  putOnHold(draft, entry, 'the agent did not say whether to call');
  if (agent && !agent.afterCall && preview.notReady !== null)
    draft.freeAgent(agent, 'not-ready', preview.notReady);
  tell(draft, entry, preview, { answer: 'timeout', minutes: null });
}

function tell(
  draft: Draft,
  { id: entryId, sessionId, agentId }: EntryRow,
  { actionId, requestId }: Preview,
  { answer, minutes }: { answer: Answer; minutes: number | null },
): void {
  draft.tell({ kind: 'previewed', entryId, sessionId, actionId, requestId, answer, minutes });
  draft.decide({ decision: 'previewed', entry: entryId, agent: agentId, why: answer });
}
