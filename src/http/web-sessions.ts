import type { IRouter, Request, RequestHandler } from 'express';

import type { App } from '../app/ports.ts';
import { RingbackError } from '../core/errors.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { configurationsOf } from '../report/configurations.ts';
import { anyBody, readBody } from './read-body.ts';
import { queryParameters } from './request-parameters.ts';

export interface WebSessionsParts {
  app: App;
  webSessions: {
    start(request: { src: string; params: JsonObject; key: string | null }): Promise<string>;
    event(request: { sessionId: string; name: string; data: JsonObject; key: string | null }): Promise<void>;
    terminate(sessionId: string): Promise<void>;
  };
}

type OfSession = Request<{ id: string; name: string }>;

/** ORS' web interface (inferred): begins sessions, sends them events, asks where they stand, ends them. */
export function serveWebSessions(
  router: IRouter,
  { app, webSessions }: WebSessionsParts,
  access: RequestHandler,
): void {
  router.post('/scxml/session/start', access, anyBody, async (request, response) => {
    const { src, ...params } = parametersOf(request);
    if (typeof src !== 'string' || src === '')
      throw new RingbackError('BAD_REQUEST', { what: 'src says which strategy is to begin' });
    response.json({ sessionid: await webSessions.start({ src, params, key: keyOf(request) }) });
  });
  router.post('/scxml/session/:id/event/:name', access, anyBody, async (request: OfSession, response) => {
    const { id, name } = request.params;
    await webSessions.event({ sessionId: id, name, data: parametersOf(request), key: keyOf(request) });
    response.status(204).end();
  });
  router.get('/scxml/session/:id/query', access, async (request: OfSession, response) => {
    response.json(await standing(app, request.params.id));
  });
  router.post('/scxml/session/:id/terminate', access, async (request: OfSession, response) => {
    await webSessions.terminate(request.params.id);
    response.status(204).end();
  });
}

async function standing({ store }: App, id: string): Promise<JsonObject> {
  const row = await store.sessions.get(id);
  if (!row) throw new RingbackError('SESSION_UNKNOWN', { id: id.slice(0, 100) });
  const last = configurationsOf(await store.sessions.journal(id)).at(-1);
  const { strategy, status, seq, startedAt, finishedAt } = row;
  return { sessionid: id, strategy, status, states: last?.states ?? [], seq, startedAt, finishedAt };
}

/** Those of the query, and over them those of the body. */
function parametersOf(request: Request): Record<string, Json> {
  return { ...queryParameters(request), ...readBody(request).parameters };
}

function keyOf(request: Request): string | null {
  return request.get('idempotency-key') ?? null;
}
