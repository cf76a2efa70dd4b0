import { raw, urlencoded, type IRouter, type Request, type RequestHandler, type Response } from 'express';

import { RingbackError } from '../core/errors.ts';
import { readMultipart } from './multipart.ts';
import { queryParameters, textParameters } from './request-parameters.ts';
import { BODY_LIMIT } from './respond.ts';
import { RECORDINGS_LIMIT } from './serve-recordings.ts';

/** A request for a page of a voice dialog, over HTTP or in process. `path` begins with `/vxml/`. */
interface PageRequest {
  method: 'GET' | 'POST';
  path: string;
  query: Record<string, string>;
  form: Record<string, string>;
  /** Files of a multipart/form-data body, such as recordings. */
  files?: readonly { name: string; type: string; bytes: Uint8Array }[];
}

interface PageResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

export interface PagesParts {
  /** Answers what is asked under `/vxml/`: the same function that answers our own browser. */
  page(request: PageRequest): Promise<PageResponse>;
  /** Path of a sound file by its hash, null when there is none. Left out where nothing is spoken. */
  sound?: (hash: string) => Promise<string | null>;
}

const MULTIPART = 'multipart/form-data';

/** What a page posted: fields, and files where it is multipart/form-data. Throws for a malformed body. */
function contentOf(request: Request): Pick<PageRequest, 'form' | 'files'> {
  const body: unknown = request.body;
  if (!request.is(MULTIPART) || !Buffer.isBuffer(body)) return { form: textParameters(request) };
  const read = readMultipart(body, request.headers['content-type'] ?? '');
  if (!read) throw new RingbackError('BAD_REQUEST', { what: 'the multipart body is malformed' });
  return read;
}

/**
 * Serves `/vxml/...` to voice browsers and `/speech/<hash>.wav` to switches, to whom `access` allows.
 * It adds to a router rather than making one: a caller waits for each page.
 */
export function servePages(router: IRouter, parts: PagesParts, access: RequestHandler): void {
  const serve = async (request: Request, response: Response): Promise<void> => {
    const posted = request.method === 'POST';
    const page = await parts.page({
      method: posted ? 'POST' : 'GET',
      path: request.path,
      query: queryParameters(request),
      ...(posted ? contentOf(request) : { form: {} }),
    });
    // `writeHead` and `end`, not `send`: the very bytes the page server made, nothing added.
    response.writeHead(page.status, { ...page.headers, 'Content-Length': Buffer.byteLength(page.body) });
    response.end(page.body);
  };
  const multipart = raw({ type: MULTIPART, limit: RECORDINGS_LIMIT });
  const form = urlencoded({ extended: false, limit: BODY_LIMIT });
  router.route('/vxml/*path').all(access).get(serve).post(form, multipart, serve);
  router.get('/speech/:hash.wav', access, async (request: Request<{ hash: string }>, response) => {
    const { hash } = request.params;
    const path = (await parts.sound?.(hash)) ?? null;
    if (path === null)
      throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'sound', name: hash.slice(0, 100) });
    // What is there follows from its name, so it never changes.
    const headers = { 'Content-Type': 'audio/wav', 'Cache-Control': 'public, max-age=31536000, immutable' };
    response.sendFile(path, { headers, cacheControl: false, lastModified: false });
  });
}
