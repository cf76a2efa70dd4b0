import { json, Router, type Request } from 'express';

import { createKey, listKeys, revokeKey, rotateKey, type KeyWish } from '../app/access-keys.ts';
import type { App } from '../app/ports.ts';
import { isKeyName, roles, type Role } from '../callback/access-key.ts';
import { parseDuration } from '../core/duration.ts';
import { RingbackError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { callerOf } from './access.ts';
import { bodyParameters } from './request-parameters.ts';
import { BODY_LIMIT } from './respond.ts';

const MOST_NAMES = 100;
/** How long the secret before opens after a rotation, unless it is said. */
const USUAL_GRACE = '24h';

/** `/api/v1/keys`: keys of the API. A key is told once, to whoever has it made. */
export function keysRouter(app: App): Router {
  const router = Router();
  const body = json({ limit: BODY_LIMIT });
  router.get('/keys', async (_request, response) => {
    response.setHeader('Cache-Control', 'no-store').json({ keys: await listKeys(app) });
  });
  router.post('/keys', body, async (request, response) => {
    const made = await createKey(app, wishOf(request), callerOf(response).name);
    response.status(201).setHeader('Cache-Control', 'no-store').json(made);
  });
  router.post('/keys/:name/rotate', body, async (request, response) => {
    const { grace = USUAL_GRACE } = bodyParameters(request);
    const graceMs = typeof grace === 'string' ? parseDuration(grace) : null;
    if (graceMs === null) throw bad('grace is a duration such as 90s, 10m or 24h');
    const how = { by: callerOf(response).name, graceMs };
    const made = await rotateKey(app, request.params.name, how);
    response.setHeader('Cache-Control', 'no-store').json(made);
  });
  router.post('/keys/:name/revoke', body, async (request, response) => {
    response.json(await revokeKey(app, request.params.name, callerOf(response).name));
  });
  return router;
}

function wishOf(request: Request): KeyWish {
  const { name, role, services = null, queues = null } = bodyParameters(request);
  if (typeof name !== 'string' || !isKeyName(name)) throw bad('name is 1 to 40 letters, digits and -');
  if (!isRole(role)) throw bad(`role is one of ${roles.join(', ')}`);
  return { id: name, role, services: namesOf('services', services), queues: namesOf('queues', queues) };
}

function isRole(written: Json | undefined): written is Role {
  return roles.some((role) => role === written);
}

/** An empty list would be a key that opens nothing, written by mistake for one that opens everything. */
function namesOf(field: string, given: Json): string[] | null {
  if (given === null) return null;
  const isList = Array.isArray(given) && given.length > 0 && given.length <= MOST_NAMES;
  if (!isList || !given.every((one): one is string => typeof one === 'string'))
    throw bad(`${field} is a list of names, or left out for every one`);
  return given;
}

function bad(what: string): RingbackError {
  return new RingbackError('BAD_REQUEST', { what });
}
