import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express';

import { isRingbackError, messageOf, RingbackError } from '../core/errors.ts';
import { secretId } from '../core/ids.ts';
import type { Logger } from '../core/logger.ts';
import type { Random } from '../core/random.ts';

/** Largest request body, bytes. */
export const BODY_LIMIT = 64 * 1024;

/** How an API words its errors. */
type ErrorBody = (error: RingbackError) => object;

/** The Genesys way: `exception`, `message`, and what else is known (GMS 8.5 error body). */
export const genesysError: ErrorBody = (error) => ({
  exception: error.code,
  message: error.message,
  phrase: error.status === 400 ? 'BAD_PARAMETER' : undefined,
  availability: error.details['availability'],
  corrId: error.details['corrId'],
});

/** Ours: code, message, what to do. */
export const ownError: ErrorBody = (error) => ({
  code: error.code,
  message: error.message,
  remedy: error.remedy,
  problems: error.details['problems'],
});

/** Answers what no route took. */
export const unknownRoute: RequestHandler = (request, _response, next) => {
  const { method, originalUrl } = request;
  const path = originalUrl.split('?', 1)[0]?.slice(0, 200);
  next(new RingbackError('ROUTE_UNKNOWN', { method, path }));
};

/**
 * Turns whatever was thrown into an answer: a catalogued error as it is, an error of the body parser as the
 * matching code, anything else as INTERNAL with an id that stands in the log. Never a stack trace.
 */
export function errorHandler(
  { log, random }: { log: Logger; random: Random },
  body: ErrorBody,
): ErrorRequestHandler {
  return (thrown: unknown, request: Request, response: Response, next: NextFunction) => {
    const error =
      catalogued(thrown, request) ?? new RingbackError('INTERNAL', { id: secretId(random).slice(0, 8) });
    // Asking for what is not served is the client's affair.
    if (error.status >= 500 && error.status !== 501) {
      const { code, details } = error;
      log.error(
        { code, id: details['id'], path: request.path, error: messageOf(thrown) },
        'a request failed',
      );
    }
    if (response.headersSent) {
      next(thrown);
      return;
    }
    if (error.status === 401)
      response.setHeader('WWW-Authenticate', 'Basic realm="Ringback", charset="UTF-8"');
    const retryAfter = error.status === 503 ? 1 : error.details['retryAfter'];
    if (typeof retryAfter === 'number') response.setHeader('Retry-After', String(retryAfter));
    response.setHeader('Cache-Control', 'no-store');
    response.status(error.status).json(body(error));
  };
}

/** Null for what should not happen. */
function catalogued(thrown: unknown, request: Request): RingbackError | null {
  if (isRingbackError(thrown)) return thrown;
  const { type, status } = (typeof thrown === 'object' ? (thrown ?? {}) : {}) as {
    type?: unknown;
    status?: unknown;
  };
  if (type === 'entity.too.large') return new RingbackError('BODY_TOO_LARGE', { limit: BODY_LIMIT });
  if (status === 415)
    return new RingbackError('CONTENT_TYPE_UNSUPPORTED', { type: request.headers['content-type'] ?? '' });
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new RingbackError('BAD_REQUEST', { what: `the request cannot be read: ${messageOf(thrown)}` });
  return null;
}
