import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express';

import { catalogue } from '../core/error-catalogue.ts';
import { isRingbackError, messageOf, RingbackError } from '../core/errors.ts';
import { secretId } from '../core/ids.ts';
import type { Logger } from '../core/logger.ts';
import type { Random } from '../core/random.ts';

/** How an API words its errors. */
export type ErrorBody = (error: RingbackError) => object;

/** The Genesys way: `exception`, `message`, and what else is known (GMS 8.5 error body). */
export const genesysError: ErrorBody = (error) => ({
  exception: error.code,
  message: error.message,
  phrase: error.status === 400 ? 'BAD_PARAMETER' : undefined,
});

/** Ours: code, message, what to do. */
export const ownError: ErrorBody = (error) => ({ code: error.code, message: error.message, remedy: error.remedy });

/** Answers what no route took. */
export const unknownRoute: RequestHandler = (request, _response, next) => {
  next(new RingbackError('ROUTE_UNKNOWN', { method: request.method, path: request.path }));
};

/**
 * Turns whatever was thrown into an answer: a catalogued error as it is, an error of the body parser as the
 * matching code, anything else as INTERNAL with an id that stands in the log. Never a stack trace.
 */
export function errorHandler(log: Logger, random: Random, body: ErrorBody): ErrorRequestHandler {
  return (thrown: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(thrown);
      return;
    }
    const error = catalogued(thrown, request, () => {
      const id = secretId(random).slice(0, 8);
      log.error({ id, path: request.path, error: messageOf(thrown) }, 'a request failed');
      return id;
    });
    if (error.status === 503) response.setHeader('Retry-After', '1');
    response.status(error.status).json(body(error));
  };
}

function catalogued(thrown: unknown, request: Request, report: () => string): RingbackError {
  if (isRingbackError(thrown)) {
    if (thrown.status === 500) report();
    return thrown;
  }
  const type = typeof thrown === 'object' && thrown !== null && 'type' in thrown ? String(thrown.type) : '';
  const status = typeof thrown === 'object' && thrown !== null && 'status' in thrown ? Number(thrown.status) : 500;
  if (type === 'entity.too.large') return new RingbackError('BODY_TOO_LARGE', { limit: BODY_LIMIT });
  if (type === 'encoding.unsupported' || type === 'charset.unsupported')
    return new RingbackError('CONTENT_TYPE_UNSUPPORTED', { type: request.headers['content-type'] ?? '' });
  if (status >= 400 && status < 500)
    return new RingbackError('BAD_REQUEST', { what: `the request cannot be read: ${messageOf(thrown)}` });
  return new RingbackError('INTERNAL', { id: report() });
}

/** Largest request body, bytes. */
export const BODY_LIMIT = 64 * 1024;

/** Status text of a code, for documentation pages. */
export function statusOf(code: keyof typeof catalogue): number {
  return catalogue[code].status;
}
