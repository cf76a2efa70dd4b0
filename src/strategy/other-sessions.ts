import { actionId } from '../core/ids.ts';
import type { EngineAction, EngineEvent } from '../scxml/step.ts';
import type { Delivery, SessionRow } from '../store/sessions.ts';

/** The session in the store that a session id is of: invoked ones are part of the one that invoked them. */
export function rootOf(sessionId: string): string {
  return sessionId.split('.', 1)[0] ?? '';
}

/** An event for another session, as it lies in that one's inbox. `about` holds what is no name and no data. */
export function eventFor(sessionId: string, id: string, { name, data, ...about }: EngineEvent): Delivery {
  const root = rootOf(sessionId);
  const to = root === sessionId ? {} : { to: sessionId };
  return { sessionId: root, event: { id, name, data, about: { ...about, ...to } } };
}

/** The delivery that a step asked for (SCXML D.1, `#_scxml_...`): committed with it. Null for other actions. */
export function deliveryOf(row: SessionRow, { kind, attributes, index }: EngineAction): Delivery | null {
  if (kind !== 'scxml.deliver') return null;
  const { session, event } = attributes as unknown as { session: string; event: EngineEvent };
  return eventFor(session, actionId(row.id, row.seq + 1, index), event);
}
