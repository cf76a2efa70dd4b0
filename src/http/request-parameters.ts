import type { Request } from 'express';

import { RingbackError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';

/** Most parameters of one request. */
const MOST = 200;
/** Deepest nesting of a JSON body: what is deeper could not even be written again. */
const DEEPEST = 32;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The parameters of a form or JSON body. Of a form field that is repeated the last counts. A request without a
 * body has none.
 *
 * @throws BAD_REQUEST; CONTENT_TYPE_UNSUPPORTED for a body that no parser took
 */
export function bodyParameters(request: Request): Record<string, Json> {
  const body: unknown = request.body;
  if (body === undefined) {
    if (hasBody(request))
      throw new RingbackError('CONTENT_TYPE_UNSUPPORTED', { type: request.headers['content-type'] ?? '' });
    return {};
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new RingbackError('BAD_REQUEST', { what: 'the body must be an object of parameters' });
  if (isForm(request)) return pairsOf(body, lastOf);
  if (deeperThan(body as Json, DEEPEST))
    throw new RingbackError('BAD_REQUEST', { what: `the body is nested deeper than ${DEEPEST} levels` });
  return pairsOf(body, (value) => value as Json);
}

/** The same as texts: a JSON value that is no text is its JSON text, null is left out. @throws as `bodyParameters` */
export function textParameters(request: Request): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(bodyParameters(request)))
    if (value !== null) texts[key] = typeof value === 'string' ? value : JSON.stringify(value);
  return texts;
}

/** The parameters of the query string; of a repeated one the last counts. @throws BAD_REQUEST */
export function queryParameters(request: Request): Record<string, string> {
  return pairsOf(request.query, lastOf);
}

/** The fields of a multipart form as parameters. @throws BAD_REQUEST */
export function parametersOf(form: Record<string, string>): Record<string, Json> {
  return pairsOf(form, (value) => value as Json);
}

function pairsOf<Value>(source: object, read: (value: unknown) => Value): Record<string, Value> {
  const pairs: Record<string, Value> = {};
  const keys = Object.keys(source);
  if (keys.length > MOST) throw new RingbackError('BAD_REQUEST', { what: `more than ${MOST} parameters` });
  for (const key of keys) {
    if (forbidden.has(key))
      throw new RingbackError('BAD_REQUEST', { what: `the parameter name "${key}" is not allowed` });
    pairs[key] = read((source as Record<string, unknown>)[key]);
  }
  return pairs;
}

function lastOf(value: unknown): string {
  return String(Array.isArray(value) ? value.at(-1) : value);
}

function isForm(request: Request): boolean {
  return (request.headers['content-type'] ?? '')
    .toLowerCase()
    .startsWith('application/x-www-form-urlencoded');
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function deeperThan(value: Json, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (levels === 0) return true;
  for (const one of Object.values(value)) if (deeperThan(one, levels - 1)) return true;
  return false;
}
