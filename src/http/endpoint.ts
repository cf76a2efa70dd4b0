import type { z } from 'zod';

import type { App } from '../app/ports.ts';
import type { RequestSource } from '../app/throttle-callback.ts';
import type { Caller } from '../callback/rights.ts';
import type { Json } from '../core/json.ts';
import type { FormFile } from './multipart.ts';

/** One request of an API that is described by schemas: served, documented and listed from here. */
export interface Endpoint {
  method: 'get' | 'post' | 'put' | 'delete';
  /** Below the base path of the API, such as `/1/service/callback/{name}`. */
  path: string;
  /** What it does, in a few words. */
  summary: string;
  /** What of it no public document says; null when all of it is documented. */
  inferred: string | null;
  query: z.ZodObject | null;
  /** Null for a request without a body: whatever is sent is not read. */
  body: z.ZodObject | null;
  /** The body is JSON, and nothing else. */
  json: boolean;
  /** Null for an empty answer. */
  answer: z.ZodType | null;
  handle: (app: App, asked: Asked) => Promise<unknown>;
}

interface Asked {
  caller: Caller;
  path: Record<string, string>;
  query: Record<string, unknown>;
  body: Record<string, unknown>;
  files: readonly FormFile[];
  source: RequestSource;
}

/** Bytes as the answer, instead of JSON. */
export class Bytes {
  readonly type: string;
  readonly content: Uint8Array;

  constructor(type: string, content: Uint8Array) {
    this.type = type;
    this.content = content;
  }
}

type Named<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { [name in Name]: string } & Named<Rest>
  : object;

/** A query or body that is not read. */
type Nothing = Record<string, never>;

interface Definition<Path extends string, Query extends z.ZodObject, Body extends z.ZodObject> {
  method: Endpoint['method'];
  path: Path;
  summary: string;
  inferred?: string;
  query?: Query;
  body?: Body;
  json?: true;
  answer: z.ZodType | null;
  handle: (
    app: App,
    asked: { path: Named<Path>; query: z.infer<Query>; body: z.infer<Body> } & Pick<
      Asked,
      'files' | 'source' | 'caller'
    >,
  ) => Promise<unknown>;
}

/** An endpoint whose handler is typed by its path and schemas. */
export function endpoint<
  Path extends string,
  Query extends z.ZodObject = z.ZodObject<Nothing>,
  Body extends z.ZodObject = z.ZodObject<Nothing>,
>(definition: Definition<Path, Query, Body>): Endpoint {
  const { inferred = null, query = null, body = null, json = false, handle, ...rest } = definition;
  // Whoever serves it hands over what these very schemas made of the request.
  return { ...rest, inferred, query, body, json, handle: handle as unknown as Endpoint['handle'] };
}

/** A body of any parameters, as a request for a callback has it. */
export type Parameters = Record<string, Json>;

/** What a loose schema let through, as it was sent. */
export function asParameters(given: Record<string, unknown>): Parameters {
  return given as Parameters;
}
