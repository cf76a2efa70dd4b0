import type { Right } from '../callback/rights.ts';
import { unserved } from './genesys/unserved.ts';

/**
 * What of a request a key with limits is held to:
 * - `free`: nothing; the answer is the same for everybody
 * - `service`: the service `{name}`
 * - `callback`: the service of the callback, or of the session, `{id}`
 * - `wait`: the queue, or the callback, `{name}`
 * - `listed`: the answer has only what belongs to the services and queues of the key
 * - `site`: all of the site, so that no key with limits may ask
 */
export type About = 'free' | 'service' | 'callback' | 'wait' | 'listed' | 'site';

/** Every request that takes a key, in the order in which paths are compared: the right it takes, and what it is about. */
export const routeAccess: readonly (readonly [route: string, right: Right, about: About])[] = [
  ['POST {genesys}/1/service/callback/{name}', 'ask', 'service'],
  ['GET {genesys}/1/service/callback', 'look', 'listed'],
  ['GET {genesys}/1/service/callback/{name}', 'look', 'service'],
  ['DELETE {genesys}/1/service/callback/{name}/{id}', 'ask', 'service'],
  ['PUT {genesys}/1/service/callback/{name}/{id}', 'ask', 'service'],
  ['GET {genesys}/1/service/callback/{name}/availability', 'look', 'service'],
  ['GET {genesys}/2/service/callback/{name}/availability', 'look', 'service'],
  ['GET {genesys}/1/admin/callback/queues', 'see', 'listed'],
  ['GET {genesys}/1/service/ewt-for-vq', 'look', 'free'],
  ['GET {genesys}/2/ewt/{mode}', 'look', 'free'],
  ['GET {genesys}/2/ewt', 'look', 'free'],
  ['POST {genesys}/1/service/{id}/check-queue-position', 'look', 'callback'],
  ['GET {genesys}/1/service/{id}/check-queue-position', 'look', 'callback'],
  ['GET {genesys}/1/service/{id}/storage', 'look', 'callback'],
  ['GET {genesys}/1/service/{id}/storage/binary/{key}', 'look', 'callback'],
  ['GET {genesys}/1/service/{id}/storage/{key}', 'look', 'callback'],
  ['POST {genesys}/1/service/{id}/storage', 'ask', 'callback'],
  ['DELETE {genesys}/1/service/{id}/storage/{key}', 'ask', 'callback'],
  ['POST {genesys}/1/service/{id}/{action}', 'ask', 'callback'],
  ['POST {genesys}/1/statistic', 'look', 'free'],
  ['POST {genesys}/1/internal_statistic', 'look', 'free'],
  ['GET {genesys}/1/phonenumber', 'look', 'free'],
  ['GET {genesys}/1/service/{name}', 'look', 'free'],
  ...unserved.map(
    ({ method, path }) => [`${method.toUpperCase()} {genesys}${path}`, 'look', 'free'] as const,
  ),
  ['GET /metrics', 'see', 'site'],
  ['GET /api/v1/status', 'see', 'listed'],
  ['GET /api/v1/callbacks', 'see', 'listed'],
  ['GET /api/v1/callbacks/{id}', 'see', 'callback'],
  ['POST /api/v1/callbacks/{id}/restart', 'manage', 'callback'],
  ['GET /api/v1/waits', 'see', 'site'],
  ['GET /api/v1/waits/{name}', 'see', 'wait'],
  ['GET /api/v1/counters', 'see', 'listed'],
  ['GET /api/v1/counters/events', 'see', 'site'],
  ['GET /api/v1/audit/order', 'see', 'site'],
  ['GET /api/v1/numbers/{number}', 'look', 'free'],
  ['GET /api/v1/reports/day', 'see', 'site'],
  ['GET /api/v1/refusals', 'see', 'site'],
  ['GET /api/v1/refusals/{id}', 'see', 'site'],
  ['GET /api/v1/stories/{id}', 'see', 'callback'],
  ['GET /api/v1/recordings/{id}', 'develop', 'callback'],
  ['GET /api/v1/agents', 'see', 'site'],
  ['GET /api/v1/agents/{id}', 'see', 'site'],
  ['POST /api/v1/agents/{id}', 'manage', 'site'],
  ['POST /api/v1/agents/{id}/preview', 'manage', 'site'],
  ['POST /api/v1/agents/{id}/disposition', 'manage', 'site'],
  ['POST /api/v1/agents/{id}/media', 'manage', 'site'],
  ['DELETE /api/v1/agents/{id}/media/{slot}', 'manage', 'site'],
  ['GET /api/v1/agents/{id}/events', 'see', 'site'],
  ['POST /api/v1/switches/{name}/drain', 'develop', 'site'],
  ['POST /api/v1/switches/{name}/resume', 'develop', 'site'],
  ['GET /api/v1/config', 'see', 'listed'],
  ['PATCH /api/v1/config', 'manage', 'listed'],
  ['PUT /api/v1/config', 'manage', 'site'],
  ['POST /api/v1/config/revert', 'manage', 'site'],
  ['GET /api/v1/config/revisions', 'see', 'site'],
  ['GET /api/v1/config/revisions/{no}', 'see', 'site'],
  ['GET /api/v1/keys', 'administer', 'site'],
  ['POST /api/v1/keys', 'administer', 'site'],
  ['POST /api/v1/keys/{name}/rotate', 'administer', 'site'],
  ['POST /api/v1/keys/{name}/revoke', 'administer', 'site'],
  ['POST /api/v1/publish', 'develop', 'site'],
  ['POST /api/v1/retention/run', 'administer', 'site'],
  ['POST /api/v1/test-phone/calls', 'develop', 'site'],
  ['GET /', 'see', 'site'],
  ['GET /callbacks/{id}', 'see', 'callback'],
  ['GET /events', 'see', 'site'],
  ['GET /dialogs/{name}', 'see', 'site'],
  ['POST /dialogs/{name}/walk', 'see', 'site'],
  ['GET /dialogs/{name}/sound', 'see', 'site'],
  ['GET /dialogs/{name}/recordings/{hash}/{locale}/{file}', 'see', 'site'],
  ['GET /docs', 'look', 'free'],
  ['GET /docs/openapi.json', 'look', 'free'],
];
