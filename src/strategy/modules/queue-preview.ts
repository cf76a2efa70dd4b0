import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import {
  attributesOf,
  elementSpec,
  flagOf,
  interactionOf,
  numberOf,
  textOf,
  type ElementHandler,
  type Tools,
} from '../module.ts';

/** Ours: the agent who is reserved sees whom to call, and says whether, before anybody is rung. */
export const previewElement: ElementHandler = {
  spec: { ...elementSpec(['interactionid', 'timeout', 'allowreject', 'notready']), ours: true },
  about: {
    does: 'Ours. The agent who is reserved for the interaction looks at it, and accepts, rejects, or puts it off by so many `minutes` (POST /api/v1/agents/{id}/preview, or a dialog), within `timeout` seconds (30). After the answer `accept` the agent stays reserved for the `reservationtime` of the submit; after any other one is free again, and the place in the queue is kept. With `allowreject` false it cannot be rejected; with `notready` an agent who says nothing is not ready, for that reason.',
    events: ['queue.preview.done {interactionid, answer: accept, reject, later, timeout or gone, minutes}'],
    errors: [],
  },
  mode: 'repeatable',
  errorEvent: 'error.queue.preview',
  run: preview,
};

async function preview(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const attributes = attributesOf(action);
  await tools.router.send({
    type: 'preview',
    id: action.id,
    entryId: interactionOf(attributes, session),
    sessionId: session.id,
    actionId: action.id,
    requestId: action.requestId ?? '',
    rejectable: flagOf(attributes, 'allowreject', true),
    notReady: textOf(attributes, 'notready') || null,
    timeoutMs: Math.max(1, Math.round(numberOf(attributes, 'timeout', 30) * 1000)),
  });
}
