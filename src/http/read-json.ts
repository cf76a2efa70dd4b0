import { json, type RequestHandler } from 'express';

import { BODY_LIMIT } from './respond.ts';

/** As nearly every client sends it. */
const plain = /^application\/json(?:; ?charset="?utf-8"?)?$/i;
const anyJson: RequestHandler = json({ limit: BODY_LIMIT });

/**
 * Reads a JSON body. A plain one, whose length is told and within the limit, does not go through the layers of the general
 * parser, which cost as much as storing a callback; everything else does.
 */
export const readJson: RequestHandler = (request, response, next) => {
  const {
    'content-type': type = '',
    'content-length': length,
    'content-encoding': encoding,
  } = request.headers;
  const bytes = Number(length);
  if (encoding !== undefined || !plain.test(type) || !(bytes > 0 && bytes <= BODY_LIMIT)) {
    anyJson(request, response, next);
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', () => {
    try {
      request.body = JSON.parse(textOf(chunks)) as unknown;
    } catch (error) {
      next(Object.assign(error as SyntaxError, { status: 400 }));
      return;
    }
    next();
  });
  // Whoever leaves in the middle of it gets no answer.
  request.once('error', () => undefined);
};

/** RFC 8259 §8.1: a byte order mark may be ignored. */
function textOf(chunks: Buffer[]): string {
  const [first] = chunks;
  const text = (first && chunks.length === 1 ? first : Buffer.concat(chunks)).toString('utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
