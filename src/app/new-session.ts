import type { JsonObject } from '../core/json.ts';
import type { SessionStart } from '../store/sessions.ts';
import type { App } from './ports.ts';

/** A session to be begun that is about no call. */
interface NewSession {
  id: string;
  /** Name of its document, without `.scxml`. */
  strategy: string;
  setHash: string;
  callbackId: string | null;
  params: JsonObject;
}

/** The session as it is stored; its first step is taken once it is. */
export function newSession(app: App, wanted: NewSession): SessionStart {
  const row = { ...wanted, seq: 0, status: 'running' as const, chartHash: '', interactionId: null };
  return { events: [], row: { ...row, snapshot: null, startedAt: app.clock.now(), finishedAt: null } };
}
