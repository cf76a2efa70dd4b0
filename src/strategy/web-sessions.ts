import type { App } from '../app/ports.ts';
import { RingbackError } from '../core/errors.ts';
import { secretId, uuidOf } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import type { SessionRow } from '../store/sessions.ts';
import { rootOf } from './other-sessions.ts';
import { startSession } from './start-session.ts';

/** What the web asks of sessions. `key` names a request: a second one with it is the same. */
export interface WebSessions {
  /** Begins a session and gives its id. `src`: a strategy's name, or its address under /scxml/. @throws DOCUMENT_UNKNOWN */
  start(request: { src: string; params: JsonObject; key: string | null }): Promise<string>;
  /** Durable when this resolves. @throws SESSION_UNKNOWN */
  event(request: { sessionId: string; name: string; data: JsonObject; key: string | null }): Promise<void>;
  /** Ends it where it stands. @throws SESSION_UNKNOWN */
  terminate(sessionId: string): Promise<void>;
}

export function createWebSessions(
  app: App,
  endSession: (id: string, event: { id: string; why: string }) => Promise<boolean>,
): WebSessions {
  const idOf = (key: string | null): string => (key === null ? secretId(app.random) : key.slice(0, 200));
  return {
    async start({ src, params, key }) {
      const id = uuidOf('web-session', idOf(key));
      const service = app.config().services[0]?.name ?? null;
      const setHash = await app.activeSet();
      const begun = await startSession(app, {
        id,
        setHash,
        strategy: strategyOf(src),
        params: { service, ...params },
        startAt: null,
      });
      if (!begun) throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'strategy', name: src.slice(0, 100) });
      return id;
    },
    async event({ sessionId, name, data, key }) {
      await mustBe(['running'], app, sessionId);
      const event = { id: `web:${idOf(key)}`, name, data };
      await app.store.sessions.post([{ sessionId: rootOf(sessionId), event }]);
      app.sessions.wake([rootOf(sessionId)]);
    },
    async terminate(sessionId) {
      await mustBe(['planned', 'running'], app, sessionId);
      await endSession(rootOf(sessionId), { id: `web:${idOf(null)}`, why: 'over the web' });
    },
  };
}

async function mustBe(status: SessionRow['status'][], app: App, sessionId: string): Promise<void> {
  const row = await app.store.sessions.get(rootOf(sessionId));
  if (!row || !status.includes(row.status))
    throw new RingbackError('SESSION_UNKNOWN', { id: sessionId.slice(0, 100) });
}

/** `http://host:8080/scxml/shop/main.scxml?a=b`, `/scxml/shop/main.scxml` and `shop/main` are the same. */
function strategyOf(src: string): string {
  return src
    .replace(/[?#].*$/s, '')
    .replace(/^https?:\/\/[^/]*/i, '')
    .replace(/^\/(scxml\/)?/, '');
}
