import type { DialogRun } from '../store/dialog-runs.ts';
import { knownOf, type UserData } from './call-facts.ts';
import type { App } from './ports.ts';
import type { Answer } from './questions.ts';

/**
 * For whom the agent on this call was rung: `offered` has the `name`, the `recordedName` in the person's own voice, and
 * the `subject`, null where they are not known, and whether it is a caller on the line (`live`) or a callback.
 */
export async function askWhisper(app: App, { run }: { run: DialogRun }): Promise<Answer> {
  const leg = run.interactionId === null ? null : await app.store.interactions.get(run.interactionId);
  const known =
    leg?.callbackId == null
      ? await callerOf(app, leg?.sessionId ?? '')
      : (await app.store.callbacks.get(leg.callbackId))?.userData;
  if (!known) return { outcome: 'none', values: {} };
  return { outcome: 'offered', values: { offered: { ...knownOf(known), live: leg?.callbackId == null } } };
}

/** The caller of the session that had the agent rung. */
async function callerOf({ store }: App, sessionId: string): Promise<UserData | undefined> {
  const caller = (await store.sessions.get(sessionId))?.interactionId;
  return caller == null ? undefined : (await store.interactions.get(caller))?.userData;
}
