import type { IRouter, Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';

import type { App } from '../app/ports.ts';
import { RingbackError } from '../core/errors.ts';
import { callerOf } from './access.ts';
import { Bytes, type Endpoint } from './endpoint.ts';
import { anyBody, onlyJson, readBody } from './read-body.ts';
import { queryParameters } from './request-parameters.ts';
import { sourceOf } from './request-source.ts';

/** Serves the endpoints, in their order: each request is checked by the schemas before anything looks at it. */
export function serveEndpoints(router: IRouter, app: App, endpoints: readonly Endpoint[]): void {
  for (const one of endpoints) {
    const path = one.path.replace(/\{(\w+)\}/g, ':$1');
    const reader = one.json ? onlyJson : anyBody;
    router[one.method](path, ...(one.body ? [reader] : []), handlerOf(app, one));
  }
}

function handlerOf(app: App, { query, body, handle }: Endpoint): RequestHandler {
  return async (request: Request, response: Response) => {
    const sent = body ? readBody(request) : { parameters: {}, files: [] };
    const answer = await handle(app, {
      caller: callerOf(response),
      path: request.params as Record<string, string>,
      query: query ? checked(query, queryParameters(request)) : {},
      body: body ? checked(body, sent.parameters) : {},
      files: sent.files,
      source: sourceOf(request),
    });
    send(response, answer);
  };
}

function checked(schema: z.ZodObject, given: object): Record<string, unknown> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.').slice(0, 100);
  throw new RingbackError('BAD_REQUEST', { what: where ? `${where}: ${issue?.message}` : issue?.message });
}

function send(response: Response, answer: unknown): void {
  if (answer === undefined) response.status(200).end();
  else if (answer instanceof Bytes) {
    // What a client stored is never shown as a page of ours.
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Content-Disposition', 'attachment');
    response.setHeader('Content-Type', answer.type);
    response.end(answer.content);
  } else {
    // As a text it leaves in one piece with the headers.
    const text = JSON.stringify(answer);
    response.writeHead(200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(text),
    });
    response.end(text);
  }
}
