import type { IRouter } from 'express';

import { RingbackError } from '../../core/errors.ts';
import type { Endpoint } from '../endpoint.ts';

/** A request of GMS that has nothing behind it here. */
interface Unserved extends Pick<Endpoint, 'method' | 'path'> {
  /** What it would be, to say so. */
  what: string;
  why: string;
}

/** Requests of GMS 8.5 that are answered 501 from the catalogue, so that a client learns that it asked right. */
export const unserved: readonly Unserved[] = [
  {
    method: 'get',
    path: '/1/admin/callback/watermarks',
    what: 'watermarks',
    why: 'nothing counts them; `GET /api/v1/status` tells the callbacks of each service by state',
  },
  {
    method: 'post',
    path: '/1/admin/callback/reportcancelled',
    what: 'the export of cancelled callbacks',
    why: 'its format is not published; `GET /api/v1/callbacks?state=COMPLETED` lists them',
  },
  {
    method: 'post',
    path: '/1/service/request-interaction',
    what: 'the service request-interaction',
    why: 'a call from a customer belongs to a callback: a service with `_call_direction` USERORIGINATED and `_wait_for_agent` false answers the number, code and expiry at once',
  },
  { method: 'post', path: '/1/service/request-chat', what: 'chat', why: 'callbacks are telephone calls' },
];

/** Answers them, below the base path of the API. */
export function serveUnserved(router: IRouter): void {
  for (const { method, path, what, why } of unserved)
    router[method](path.replace(/\{(\w+)\}/g, ':$1'), () => {
      throw new RingbackError('NOT_SERVED', { what, why });
    });
}
