import type { DialogRun } from '../store/dialog-runs.ts';
import { knownOf } from './call-facts.ts';
import type { App } from './ports.ts';
import type { Answer } from './questions.ts';

/** The callback for which the agent on this call was rung: `offered` has the customer's `name`, the `recordedName` in the customer's own voice, and the `subject`, null where they are not known. */
export async function askWhisper(app: App, { run }: { run: DialogRun }): Promise<Answer> {
  const leg = run.interactionId === null ? null : await app.store.interactions.get(run.interactionId);
  const record = leg?.callbackId == null ? null : await app.store.callbacks.get(leg.callbackId);
  return record
    ? { outcome: 'offered', values: { offered: knownOf(record.userData) } }
    : { outcome: 'none', values: {} };
}
