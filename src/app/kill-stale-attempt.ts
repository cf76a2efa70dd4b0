import type { CallbackRecord, InteractionRecord } from '../callback/record.ts';
import type { App } from './ports.ts';

/**
 * Ends a leg that rings a customer for nothing: its callback has ended, or its attempt was given up as
 * UNKNOWN. A dial can reach the switch after the cancel did. Returns true when it was such a leg.
 */
export async function killStaleAttempt(app: App, legId: string): Promise<boolean> {
  const leg = await app.store.interactions.get(legId);
  return leg !== null && killStaleLeg(app, leg);
}

/** As `killStaleAttempt`, for who has read the leg. */
export async function killStaleLeg(app: App, leg: InteractionRecord): Promise<boolean> {
  if (leg.party !== 'customer' || leg.callbackId === null) return false;
  const callback = await app.store.callbacks.get(leg.callbackId);
  if (callback && !isStale(callback, leg.id)) return false;
  await app.switch.kill(leg.id, 'ORIGINATOR_CANCEL');
  return true;
}

/** A connected attempt is over too, but its leg is still the callback's. */
function isStale(callback: CallbackRecord, legId: string): boolean {
  if (callback.state === 'COMPLETED') return true;
  const attempt = callback.attempts.find((one) => one.id === legId);
  return attempt !== undefined && attempt.endedAt !== null && callback.interactionId !== legId;
}
