import { Router, type RequestHandler, type Response } from 'express';

import type { App } from '../app/ports.ts';
import {
  hasRight,
  isUnlimited,
  reachesQueue,
  reachesService,
  type Caller,
  type Right,
} from '../callback/rights.ts';
import { RingbackError } from '../core/errors.ts';
import { callerOf } from './access.ts';
import { routeAccess, type About } from './route-access.ts';

interface Noted {
  right: Right;
  about: About;
  params: Record<string, string>;
}

const GENESYS = '{genesys}';

/**
 * Notes which row of the table a request meets: compared by the same router that serves it, so that none gets past. Rows
 * of the Genesys API are those below its base path, where this is mounted.
 */
export function noteAccess(api: 'genesys' | 'own'): RequestHandler {
  const router = Router();
  const rows = routeAccess.filter(([route]) => route.includes(GENESYS) === (api === 'genesys'));
  for (const [route, right, about] of rows) {
    const [method = '', written = ''] = route.split(' ');
    const path = written.replace(GENESYS, '').replace(/\{(\w+)\}/g, ':$1');
    const note: RequestHandler = (request, response, next) => {
      const params = request.params as Record<string, string>;
      (response.locals as { noted?: Noted }).noted = { right, about, params: { ...params } };
      next('router');
    };
    router[method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'](path, note);
  }
  // It would be answered here, before anybody has shown a key.
  return (request, response, next) =>
    request.method === 'OPTIONS' ? next() : router(request, response, next);
}

/** A request that is in no row takes all rights, everywhere: what was forgotten is closed. */
const unknown: Noted = { right: 'administer', about: 'site', params: {} };

/**
 * Lets those through who may do what the request asks for, as the table has it, for the service or queue that it is
 * about. Comes after `withKey`. Fails with ROLE_REFUSED or LIMIT_REFUSED.
 */
export function authorise(app: App): RequestHandler {
  return async (_request, response, next) => {
    const caller = callerOf(response);
    const { right, about, params } = (response.locals as { noted?: Noted }).noted ?? unknown;
    if (!hasRight(caller.role, right))
      throw new RingbackError('ROLE_REFUSED', { role: caller.role, what: right });
    if (!isUnlimited(caller) && !(await isAboutOwn(app, caller, about, params)))
      throw new RingbackError('LIMIT_REFUSED', { what: params['name'] ?? params['id'] ?? 'all of the site' });
    next();
  };
}

async function isAboutOwn(
  app: App,
  caller: Caller,
  about: About,
  { id = '', name = '' }: Record<string, string>,
): Promise<boolean> {
  const { services, queues } = app.config();
  switch (about) {
    case 'free':
    case 'listed':
      return true;
    case 'site':
      return false;
    case 'service':
      return reachesService(caller, name, services);
    case 'wait':
      if (queues.some((queue) => queue.name === name)) return reachesQueue(caller, name, services);
      return ownsCallback(app, caller, name);
    case 'callback':
      return ownsCallback(app, caller, id);
  }
}

/** True also of one that is not there: the answer says so to everybody alike. */
async function ownsCallback(app: App, caller: Caller, id: string): Promise<boolean> {
  const record = await app.store.callbacks.get(id);
  const service = record?.service ?? (await app.store.sessions.get(id))?.params['service'];
  return typeof service !== 'string' || reachesService(caller, service, app.config().services);
}

/** Does what belongs to that service go to whoever asks? */
export function servesCaller(app: App, response: Response): (service: string) => boolean {
  const caller = callerOf(response);
  return (service) => reachesService(caller, service, app.config().services);
}

/** The same of a queue. */
export function queueServesCaller(app: App, response: Response): (queue: string) => boolean {
  const caller = callerOf(response);
  return (queue) => reachesQueue(caller, queue, app.config().services);
}
