import { RingbackError } from '../core/errors.ts';
import { secretId } from '../core/ids.ts';
import type { PreviewAnswer } from '../routing/messages.ts';
import type { App } from './ports.ts';

export interface PreviewRequest {
  agentId: string;
  /** The callback that was looked at; null for the one that is looked at now. */
  callbackId: string | null;
  answer: string;
  /** With `later`: how much later to call. */
  minutes: number | null;
}

const answers: readonly PreviewAnswer[] = ['accept', 'reject', 'later'];
/** A week. */
const MOST_MINUTES = 10_080;

/** The agent who looks at a callback says whether it is called. @throws BAD_REQUEST, PREVIEW_REFUSED */
export async function answerPreview(
  { routing, random }: Pick<App, 'routing' | 'random'>,
  { agentId, callbackId, answer: said, minutes }: PreviewRequest,
): Promise<void> {
  const answer = answers.find((one) => one === said);
  if (!answer) throw new RingbackError('BAD_REQUEST', { what: `answer is one of ${answers.join(', ')}` });
  const whole = minutes !== null && Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES;
  if (answer === 'later' && !whole)
    throw new RingbackError('BAD_REQUEST', { what: `minutes is a whole number from 1 to ${MOST_MINUTES}` });
  await routing.send({
    ...{ type: 'preview-answer', id: secretId(random), agentId, entryId: callbackId, answer },
    minutes: answer === 'later' ? minutes : null,
  });
}
