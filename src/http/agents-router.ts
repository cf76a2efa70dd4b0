import { json, Router, type Request, type RequestHandler } from 'express';

import { agentView, heldAgent } from '../app/agent-view.ts';
import { answerPreview } from '../app/answer-preview.ts';
import { takeSlot } from '../app/agent-media.ts';
import { disposeCall } from '../app/dispose-call.ts';
import type { App } from '../app/ports.ts';
import type { Router as CallRouter } from '../app/router.ts';
import { setAgentState, type AgentStateRequest } from '../app/set-agent-state.ts';
import { RingbackError } from '../core/errors.ts';
import { agentIdOf, ownOrKeyed } from './agent-access.ts';
import { streamAgent } from './agent-events.ts';
import { textParameters } from './request-parameters.ts';
import { BODY_LIMIT } from './respond.ts';

interface AgentsParts {
  app: App;
  router: CallRouter;
  keyed: RequestHandler;
}

type AgentRequest = Request<{ id: string }>;

const agentStates = ['ready', 'not-ready', 'logged-out'] as const;

/** What agents' desks use, below `/api/v1`: each agent with a key of its own, which opens nothing but what is its own. */
export function agentsRouter({ app, router: calls, keyed }: AgentsParts): Router {
  const router = Router();
  const own = ownOrKeyed(() => app.config().agents, keyed);
  const body = json({ limit: BODY_LIMIT });
  router.get('/agents', keyed, (_request, response) => {
    const { agents, entries } = calls.state();
    const talking = new Map(entries.map((entry) => [entry.id, entry]));
    response.json({
      agents: agents.map(({ id, name, state, reason, since, entryId }) => {
        const queue = entryId === null ? null : (talking.get(entryId)?.queue ?? null);
        return { id, name, state, reason, since, queue };
      }),
      ...app.config().agentRules,
    });
  });
  router.get('/agents/:id', own, async (request: AgentRequest, response) => {
    response.json(await agentView(app, heldAgent(calls, agentIdOf(request, response))));
  });
  router.post('/agents/:id', own, body, async (request: AgentRequest, response) => {
    const { state, reason } = textParameters(request);
    response.json(await setAgentState(app, calls, stateOf(agentIdOf(request, response), state, reason)));
  });
  router.post('/agents/:id/preview', own, body, async (request: AgentRequest, response) => {
    const agentId = agentIdOf(request, response);
    const { answer = '', call = null, minutes } = textParameters(request);
    const later = minutes === undefined ? null : Number(minutes);
    await answerPreview(app, { agentId, callbackId: call, answer, minutes: later });
    response.json(await agentView(app, heldAgent(calls, agentId)));
  });
  router.post('/agents/:id/disposition', own, body, async (request: AgentRequest, response) => {
    const agentId = agentIdOf(request, response);
    await disposeCall(app, heldAgent(calls, agentId), textParameters(request)['code'] ?? '');
    response.status(204).end();
  });
  router.post('/agents/:id/media', own, body, async (request: AgentRequest, response) => {
    const agentId = agentIdOf(request, response);
    const { slot = '', medium = '' } = textParameters(request);
    await takeSlot(app, calls, { agentId, slot, medium });
    response.json(await agentView(app, heldAgent(calls, agentId)));
  });
  router.delete(
    '/agents/:id/media/:slot',
    own,
    async (request: Request<{ id: string; slot: string }>, response) => {
      await takeSlot(app, calls, {
        agentId: agentIdOf(request, response),
        slot: request.params.slot,
        medium: null,
      });
      response.status(204).end();
    },
  );
  router.get('/agents/:id/events', own, (request: AgentRequest, response) => {
    streamAgent({ app, router: calls, agentId: agentIdOf(request, response) }, request, response);
  });
  return router;
}

function stateOf(agentId: string, state?: string, reason?: string): AgentStateRequest {
  const to = agentStates.find((one) => one === state);
  if (!to) throw new RingbackError('BAD_REQUEST', { what: `state is one of ${agentStates.join(', ')}` });
  return { agentId, to, reason: reason || null };
}
