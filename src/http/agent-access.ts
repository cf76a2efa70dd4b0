import { timingSafeEqual } from 'node:crypto';

import type { Request, RequestHandler, Response } from 'express';

import { RingbackError } from '../core/errors.ts';
import { configuredDigest, credential, digest, isSameSite } from './access.ts';

interface Keyed {
  id: string;
  key: string | null;
}

/**
 * Lets agents with their own keys through to what is their own (`:id`, or `me`), and whom `keyed` lets through to
 * everybody's.
 */
export function ownOrKeyed(agents: () => readonly Keyed[], keyed: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const caller = agentOf(request, agents());
    const { id } = request.params;
    if (!caller) {
      keyed(request, response, next);
      return;
    }
    if (id !== 'me' && id !== caller.id) {
      next(new RingbackError('NOT_AUTHORISED', { to: 'the agent whose it is' }));
      return;
    }
    (response.locals as { agentId?: string }).agentId = caller.id;
    next();
  };
}

/** Whom the request is about. */
export function agentIdOf(request: Request<{ id: string }>, response: Response): string {
  return (response.locals as { agentId?: string }).agentId ?? request.params.id;
}

/** What a browser sends by itself does not count for pages of other sites. */
function agentOf(request: Request, agents: readonly Keyed[]): Keyed | null {
  const given = credential(request);
  if (!given || (given.automatic && !isSameSite(request))) return null;
  const offered = digest(given.key);
  return agents.find(({ key }) => key !== null && timingSafeEqual(configuredDigest(key), offered)) ?? null;
}
