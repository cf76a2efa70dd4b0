import type { App } from './ports.ts';

/**
 * Ends a leg that rings a customer for a callback which has ended: a dial can reach the switch after the
 * cancel did. Returns true when it was such a leg.
 */
export async function killStaleAttempt(app: App, legId: string): Promise<boolean> {
  const leg = await app.store.interactions.get(legId);
  if (leg?.party !== 'customer' || leg.callbackId === null) return false;
  const callback = await app.store.callbacks.get(leg.callbackId);
  if (callback && callback.state !== 'COMPLETED') return false;
  await app.switch.kill(legId, 'ORIGINATOR_CANCEL');
  return true;
}
