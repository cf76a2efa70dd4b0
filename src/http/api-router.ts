import { Router } from 'express';

import { getCallback } from '../app/find-callbacks.ts';
import type { App } from '../app/ports.ts';
import type { Router as AgentRouter } from '../app/router.ts';
import { setAgentState } from '../app/set-agent-state.ts';
import { status } from '../app/status.ts';
import { callbackStates, type CallbackState } from '../callback/record.ts';
import { RingbackError } from '../core/errors.ts';
import { storyOf } from '../report/story.ts';
import type { CallbackQuery } from '../store/callbacks.ts';
import { bodyParameters, queryParameters } from './request-parameters.ts';

const agentStates = ['ready', 'not-ready', 'logged-out'] as const;
const MOST = 500;

/** Ringback's own API, below `/api/v1`. */
export function apiRouter(app: App, agents: AgentRouter): Router {
  const router = Router();

  router.get('/status', async (_request, response) => {
    response.json(await status(app));
  });

  router.get('/callbacks', async (request, response) => {
    const { records, cursor } = await app.store.callbacks.find(queryOf(queryParameters(request)));
    response.json({ callbacks: records, cursor });
  });

  router.get('/callbacks/:id', async (request, response) => {
    response.json(await getCallback(app, request.params.id));
  });

  router.get('/stories/:id', async (request, response) => {
    const { id } = request.params;
    const story = await storyOf(app.store, id);
    if (!story) throw new RingbackError('CALLBACK_UNKNOWN', { id: id.slice(0, 100) });
    response.json(story);
  });

  router.post('/agents/:id', async (request, response) => {
    const { state = '', reason } = bodyParameters(request);
    const to = agentStates.find((known) => known === state);
    if (!to)
      throw new RingbackError('BAD_REQUEST', {
        what: `state must be ${agentStates.join(', ')}, not "${state.slice(0, 100)}"`,
      });
    const wanted = { agentId: request.params.id, to, reason: reason?.slice(0, 100) ?? null };
    response.json(await setAgentState(app, agents, wanted));
  });

  return router;
}

function queryOf(parameters: Record<string, string>): CallbackQuery {
  const { service, state, limit = '20', after } = parameters;
  const query: CallbackQuery = { limit: Number(limit) };
  if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > MOST)
    throw new RingbackError('BAD_REQUEST', { what: `limit must be a number from 1 to ${MOST}` });
  if (service !== undefined) query.service = service;
  if (after !== undefined) query.after = after;
  if (state !== undefined) query.states = state.split(',').map(stateOf);
  return query;
}

function stateOf(text: string): CallbackState {
  const state = callbackStates.find((known) => known === text);
  if (state) return state;
  throw new RingbackError('BAD_REQUEST', { what: `state must be one of ${callbackStates.join(', ')}` });
}
