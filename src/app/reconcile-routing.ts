import { uuidOf } from '../core/ids.ts';
import type { RouterMessage } from '../routing/messages.ts';
import type { EntryRow, RoutingState } from '../routing/state.ts';
import type { App } from './ports.ts';

/** What to tell the router about entries that nobody stands behind any more. */
export async function reconciliation(app: App, state: RoutingState): Promise<RouterMessage[]> {
  const messages: RouterMessage[] = [];
  for (const entry of state.entries) {
    const id = uuidOf('reconcile', state.seq, entry.id);
    if (entry.mode === 'talking') {
      if (await callIsOver(app, entry))
        messages.push({ type: 'release', id, entryId: entry.id, reason: 'ended' });
    } else if (await sessionIsOver(app, entry))
      messages.push({ type: 'remove', id, entryId: entry.id, why: 'its session is over' });
    else if (entry.kind === 'live' && (await callIsOver(app, entry)))
      messages.push({ type: 'release', id, entryId: entry.id, reason: 'gone' });
  }
  return messages;
}

async function sessionIsOver(app: App, entry: EntryRow): Promise<boolean> {
  const session = await app.store.sessions.get(entry.sessionId);
  return session?.status !== 'running';
}

/** Is the leg that the entry stands for over? A callback without a leg talks with nobody. */
async function callIsOver(app: App, entry: EntryRow): Promise<boolean> {
  const legId = entry.kind === 'live' ? entry.id : (await app.store.callbacks.get(entry.id))?.interactionId;
  const leg = legId ? await app.store.interactions.get(legId) : null;
  return leg === null || leg.endedAt !== null;
}
