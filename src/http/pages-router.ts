import { Router, type Request, type Response } from 'express';

import { RingbackError } from '../core/errors.ts';
import { bodyParameters, queryParameters } from './request-parameters.ts';

/** A request for a page of a voice dialog, over HTTP or in process. */
export interface PageRequest {
  method: 'GET' | 'POST';
  path: string;
  query: Record<string, string>;
  form: Record<string, string>;
}

export interface PageResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

export interface PagesParts {
  /** Answers what is asked under `/vxml/`: the same function that answers our own browser. */
  page(request: PageRequest): Promise<PageResponse>;
  /** Text of a strategy of the active set, null when there is none of that name. */
  strategy(name: string): Promise<string | null>;
}

/** `/vxml/...` for voice browsers and `/scxml/<name>.scxml` for an Orchestration Server. */
export function pagesRouter(parts: PagesParts): Router {
  const router = Router();
  const serve = async (request: Request, response: Response): Promise<void> => {
    const page = await parts.page({
      method: request.method === 'POST' ? 'POST' : 'GET',
      path: request.path,
      query: queryParameters(request),
      form: bodyParameters(request),
    });
    response.status(page.status);
    for (const [name, value] of Object.entries(page.headers)) response.setHeader(name, value);
    // `end`, not `send`: the very bytes the page server made, nothing added.
    response.end(page.body);
  };
  router.get('/vxml/*path', serve);
  router.post('/vxml/*path', serve);
  router.get('/scxml/:name.scxml', async (request, response) => {
    const name = request.params.name;
    const text = await parts.strategy(name);
    if (text === null) throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'strategy', name });
    response.setHeader('Content-Type', 'application/scxml+xml; charset=utf-8');
    response.setHeader('Cache-Control', 'no-store');
    response.end(text);
  });
  return router;
}
