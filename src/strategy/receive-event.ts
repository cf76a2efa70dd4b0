import type { App } from '../app/ports.ts';
import { RingbackError } from '../core/errors.ts';
import { secretId } from '../core/ids.ts';
import { eventOfRequest, type HttpMessage } from '../scxml/http-message.ts';
import { eventFor, rootOf } from './other-sessions.ts';

/** A request to the address of a session. `key` names it: a second one with it is the same. */
export interface SessionRequest extends HttpMessage {
  sessionId: string;
  key: string | null;
}

/**
 * Takes an event that came over HTTP (SCXML D.2): durable when this resolves, taken by the session after it.
 * @throws SESSION_UNKNOWN when there is no such session, or it has ended
 */
export async function receiveEvent(app: App, { sessionId, key, ...message }: SessionRequest): Promise<void> {
  const root = rootOf(sessionId);
  const row = await app.store.sessions.get(root);
  if (row?.status !== 'running') throw new RingbackError('SESSION_UNKNOWN', { id: sessionId.slice(0, 100) });
  const id = `http:${key === null ? secretId(app.random) : key.slice(0, 200)}`;
  await app.store.sessions.post([eventFor(sessionId, id, eventOfRequest(message))]);
  app.sessions.wake([root]);
}
