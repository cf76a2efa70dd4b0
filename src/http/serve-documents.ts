import type { IRouter, Request, RequestHandler, Response } from 'express';

import { RingbackError } from '../core/errors.ts';
import { queryParameters } from './request-parameters.ts';

export interface DocumentsParts {
  /** A file of the strategies of the active set, null when there is none. `path`: such as `classic.scxml`. */
  document(
    path: string,
    query: Record<string, string>,
  ): Promise<{ headers: Record<string, string>; body: string | Uint8Array } | null>;
}

/** Serves `/scxml/<path>` to an Orchestration Server, to whom `access` allows. */
export function serveDocuments(router: IRouter, parts: DocumentsParts, access: RequestHandler): void {
  router.get('/scxml/*path', access, async (request: Request<{ path: string[] }>, response) => {
    const name = request.params.path.join('/');
    const found = await parts.document(name, queryParameters(request));
    if (!found) throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'document', name: name.slice(0, 100) });
    send(response, found);
  });
}

/**
 * The documents of a published project at `/<project>/<path>`, where they lie on an application server too: scripts of
 * theirs make addresses of the first part of their own. Anything else is left to who comes next.
 */
export function projectDocuments(parts: DocumentsParts, access: RequestHandler): RequestHandler {
  return async (request, response, next) => {
    const path = pathOf(request);
    const found = path === null ? null : await parts.document(path, queryParameters(request));
    if (!found) next();
    else
      void access(request, response, (error?: unknown) => {
        if (error === undefined) send(response, found);
        else next(error);
      });
  };
}

function pathOf({ method, path }: Request): string | null {
  if (method !== 'GET' || !/^\/[^/]+\/./.test(path)) return null;
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return null;
  }
}

function send(
  response: Response,
  { headers, body }: { headers: Record<string, string>; body: string | Uint8Array },
): void {
  response.writeHead(200, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
