import { text, type IRouter, type Request, type RequestHandler } from 'express';

import { BODY_LIMIT } from './respond.ts';

export interface SessionEventsParts {
  /** Takes an event for a session; it is durable when this resolves. @throws SESSION_UNKNOWN */
  sessionEvent(request: {
    sessionId: string;
    key: string | null;
    method: string;
    path: string;
    contentType: string;
    body: string;
  }): Promise<void>;
}

/** SCXML D.2: events for sessions, from whom `access` allows. Answered once the event is stored. */
export function serveSessionEvents(router: IRouter, parts: SessionEventsParts, access: RequestHandler): void {
  const body = text({ type: () => true, limit: BODY_LIMIT });
  router.post('/scxml/sessions/:id', access, body, async (request: Request<{ id: string }>, response) => {
    await parts.sessionEvent({
      sessionId: request.params.id,
      key: request.get('idempotency-key') ?? null,
      method: request.method,
      path: request.originalUrl,
      contentType: request.get('content-type') ?? '',
      body: typeof request.body === 'string' ? request.body : '',
    });
    response.status(204).end();
  });
}
