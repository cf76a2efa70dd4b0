import { isRingbackError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { EntryRow } from '../routing/state.ts';
import type { DialogRun } from '../store/dialog-runs.ts';
import { answerPreview } from './answer-preview.ts';
import { callFacts, knownOf } from './call-facts.ts';
import type { App } from './ports.ts';
import type { Answer } from './questions.ts';

interface Asked {
  run: DialogRun;
  values: JsonObject;
}

/**
 * The callback that the agent on this call looks at: `offered` has the `phone`, the customer's `name` (null when it is
 * not known), the `recordedName` in the customer's own voice, the `subject`, the number of the `attempt` to come, the seconds it has `waited`, and whether it may be
 * rejected (`rejectable`).
 */
export async function askPreview(app: App, { run }: Asked): Promise<Answer> {
  const entry = await previewedOn(app, run);
  if (!entry) return { outcome: 'none', values: {} };
  const facts = await callFacts(app, entry, app.clock.now());
  const offered = {
    phone: facts.phone,
    ...knownOf(facts.userData),
    attempt: facts.attempt,
    waited: facts.originalWaitS,
    rejectable: entry.preview?.rejectable ?? false,
  };
  return { outcome: 'offered', values: { offered } };
}

/** Takes the agent's `answer`, with `minutes` for `later`; `none` when there is nothing to answer any more. */
export async function askAnswerPreview(app: App, { run, values }: Asked): Promise<Answer> {
  const { answer, minutes } = values;
  const entry = await previewedOn(app, run);
  if (!entry?.agentId) return { outcome: 'none', values: {} };
  try {
    await answerPreview(app, {
      agentId: entry.agentId,
      callbackId: entry.id,
      answer: typeof answer === 'string' ? answer : '',
      minutes: typeof minutes === 'number' ? minutes : null,
    });
    return { outcome: 'taken', values: {} };
  } catch (error) {
    if (isRingbackError(error, 'PREVIEW_REFUSED')) return { outcome: 'none', values: {} };
    throw error;
  }
}

/** The leg to the agent belongs to the callback. */
async function previewedOn(app: App, run: DialogRun): Promise<EntryRow | null> {
  const leg = run.interactionId === null ? null : await app.store.interactions.get(run.interactionId);
  const { entries } = await app.store.routing.load();
  return entries.find((entry) => entry.id === leg?.callbackId && entry.preview) ?? null;
}
