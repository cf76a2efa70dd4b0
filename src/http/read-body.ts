import { raw, urlencoded, type Request, type RequestHandler } from 'express';

import { RingbackError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { readMultipart, type FormFile } from './multipart.ts';
import { readJson } from './read-json.ts';
import { bodyParameters, parametersOf } from './request-parameters.ts';
import { BODY_LIMIT } from './respond.ts';

const MULTIPART = 'multipart/form-data';

const readForm: RequestHandler = urlencoded({ extended: false, limit: BODY_LIMIT });
const readRaw: RequestHandler = raw({ type: MULTIPART, limit: BODY_LIMIT });

/** Takes the body of a request, in any of the three ways an API client may send parameters; unread otherwise. */
export const anyBody: RequestHandler = (request, response, next) => {
  const type = (request.headers['content-type'] ?? '').toLowerCase();
  const read = type.startsWith(MULTIPART)
    ? readRaw
    : type.startsWith('application/x-www-form-urlencoded')
      ? readForm
      : readJson;
  read(request, response, next);
};

/** Takes a body of JSON; any other, and none, is refused as such. */
export const onlyJson: RequestHandler = (request, response, next) => {
  const type = request.headers['content-type'] ?? '';
  if (/^application\/json *(;|$)/i.test(type)) readJson(request, response, next);
  else next(new RingbackError('CONTENT_TYPE_UNSUPPORTED', { type: type.slice(0, 100) }));
};

/**
 * The parameters of a body that went through `anyBody`, and the files of a multipart one. None without a body.
 * @throws BAD_REQUEST; CONTENT_TYPE_UNSUPPORTED for a body that no parser took
 */
export function readBody(request: Request): { parameters: Record<string, Json>; files: readonly FormFile[] } {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body)) return { parameters: bodyParameters(request), files: [] };
  const read = readMultipart(body, request.headers['content-type'] ?? '');
  if (!read) throw new RingbackError('BAD_REQUEST', { what: 'the multipart body is malformed' });
  return { parameters: parametersOf(read.form), files: read.files };
}
