import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';

import type { Endpoint } from '../endpoint.ts';
import { genesysEndpoints } from '../genesys/endpoints.ts';
import { unserved } from '../genesys/unserved.ts';
import { ownRoutes, type OwnRoute } from './own-routes.ts';

type Document = ReturnType<OpenApiGeneratorV31['generateDocument']>;
type Responses = RouteConfig['responses'];

const genesysError = z
  .object({
    exception: z.string().meta({ description: 'a code of docs/reference/errors.md' }),
    message: z.string(),
    phrase: z.string().optional(),
    availability: z
      .record(z.iso.datetime(), z.int())
      .optional()
      .meta({ description: 'slots in place of the one that was refused' }),
    corrId: z.string().optional().meta({ description: 'finds the refused request again' }),
  })
  .meta({ id: 'GenesysError' });

const ownError = z
  .object({ code: z.string(), message: z.string(), remedy: z.string() })
  .meta({ id: 'RingbackError' });

/**
 * The API as OpenAPI 3.1, made from the schemas by which requests are checked.
 * @param base the path below which the Genesys API is served, such as `/genesys`
 */
export function openApiDocument(base: string): Document {
  const registry = new OpenAPIRegistry();
  const keys = { key: {}, bearer: {}, basic: {} };
  registry.registerComponent('securitySchemes', 'key', { type: 'apiKey', in: 'header', name: 'X-API-Key' });
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  registry.registerComponent('securitySchemes', 'basic', { type: 'http', scheme: 'basic' });
  for (const one of genesysEndpoints) registry.registerPath(genesysPath(base, one));
  for (const { method, path, what, why } of unserved)
    registry.registerPath({
      ...{ method, path: base + path, tags: ['Genesys API'], summary: `Not served: ${what}` },
      ...asked(path),
      responses: { 501: { description: why, ...json(genesysError) } },
    });
  for (const one of ownRoutes) registry.registerPath(ownPath(one));
  const security = Object.keys(keys).map((name) => ({ [name]: [] }));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Ringback', version: '1' },
    servers: [{ url: '/' }],
    security,
  });
}

function genesysPath(base: string, one: Endpoint): RouteConfig {
  const { method, path, summary, inferred, query, body, answer } = one;
  const responses: Responses = {
    200: answer ? { description: 'done', ...json(answer) } : { description: 'done, without a body' },
    default: { description: 'refused', ...json(genesysError) },
  };
  return {
    ...{ method, path: base + path, tags: ['Genesys API'], summary, responses },
    ...(inferred !== null && { description: `Inferred: ${inferred}.` }),
    ...asked(path, query, body),
  };
}

function ownPath({
  method,
  path,
  summary,
  takes = {},
  query = {},
  headers = {},
  json: isJson,
  type,
}: OwnRoute): RouteConfig {
  const posted = method !== 'get' && method !== 'delete';
  const done = type === undefined ? json(z.looseObject({})) : { content: { [type]: { schema: z.string() } } };
  return {
    ...{ method, path, summary, tags: ["Ringback's own API"] },
    ...asked(path, textsOf(posted ? query : takes), posted ? textsOf(takes, isJson) : null, textsOf(headers)),
    responses: {
      200: { description: 'done', ...done },
      default: { description: 'refused', ...json(ownError) },
    },
  };
}

function textsOf(described: Readonly<Record<string, string>>, isJson = false): z.ZodObject | null {
  const value = isJson ? z.unknown() : z.string();
  const texts = Object.entries(described).map(
    ([name, description]) => [name, value.optional().meta({ description })] as const,
  );
  return texts.length > 0 ? z.object(Object.fromEntries(texts)) : null;
}

/** What stands in the path, the query and the body. */
function asked(
  path: string,
  query: z.ZodObject | null = null,
  body: z.ZodObject | null = null,
  headers: z.ZodObject | null = null,
): Pick<RouteConfig, 'request'> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, z.string()] as const);
  const forms = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'];
  return {
    request: {
      ...(names.length > 0 && { params: z.object(Object.fromEntries(names)) }),
      ...(query && { query }),
      ...(headers && { headers }),
      ...(body && { body: { content: Object.fromEntries(forms.map((type) => [type, { schema: body }])) } }),
    },
  };
}

function json(schema: z.ZodType): { content: { 'application/json': { schema: z.ZodType } } } {
  return { content: { 'application/json': { schema } } };
}
