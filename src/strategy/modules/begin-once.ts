import type { ActionRow } from '../../store/sessions.ts';
import type { Tools } from '../module.ts';

/**
 * Begins an action that happens at most once.
 * @returns `again`: this process has begun it before, and the store lost that; `no`: it was begun, or called off
 */
export async function beginOnce(
  action: ActionRow,
  { app, node, begun }: Tools,
): Promise<'begun' | 'again' | 'no'> {
  const claim = { actionId: action.id, node, at: app.clock.now(), callback: null };
  if ((await app.store.outbox.claim(claim)) !== 'claimed') return 'no';
  if (begun.has(action.id)) return 'again';
  begun.add(action.id);
  return 'begun';
}
