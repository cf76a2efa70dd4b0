import type { Request } from 'express';

import { RingbackError } from '../core/errors.ts';

/** Most parameters of one request. */
const MOST = 200;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The parameters of a form or JSON body as text pairs. A JSON value that is neither text nor number nor
 * boolean is kept as its JSON text. @throws BAD_REQUEST, CONTENT_TYPE_UNSUPPORTED
 */
export function bodyParameters(request: Request): Record<string, string> {
  const type = request.headers['content-type'];
  const body: unknown = request.body;
  if (body === undefined) {
    if (type && Number(request.headers['content-length'] ?? 0) > 0)
      throw new RingbackError('CONTENT_TYPE_UNSUPPORTED', { type });
    return {};
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new RingbackError('BAD_REQUEST', { what: 'the body must be an object of parameters' });
  return pairsOf(body as Record<string, unknown>);
}

/** The parameters of the query string; of a repeated one the last counts. */
export function queryParameters(request: Request): Record<string, string> {
  return pairsOf(request.query as Record<string, unknown>);
}

function pairsOf(source: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(source);
  if (entries.length > MOST) throw new RingbackError('BAD_REQUEST', { what: `more than ${MOST} parameters` });
  const pairs: Record<string, string> = {};
  for (const [key, value] of entries) {
    if (forbidden.has(key)) throw new RingbackError('BAD_REQUEST', { what: `the parameter name "${key}" is not allowed` });
    const text = textOf(value);
    if (text !== null) pairs[key] = text;
  }
  return pairs;
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.at(-1) ?? null;
  return JSON.stringify(value);
}
