import type { Request, Response } from 'express';

import { agentView, heldAgent } from '../app/agent-view.ts';
import type { App } from '../app/ports.ts';
import type { Router as CallRouter } from '../app/router.ts';
import type { Timer } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { AgentState } from '../routing/state.ts';
import { endWithReader } from './http-server.ts';

/** A comment line now and then keeps proxies from closing the stream, ms. */
const BEAT_MS = 15_000;
/** A desk that lags behind by so many bytes is let go; it comes back by itself. */
const MOST_UNREAD = 64 * 1024;
/** Event by state; any other one is `state`. */
const names: Partial<Record<AgentState, string>> = { reserved: 'offer', busy: 'call' };

interface Desk {
  app: App;
  router: CallRouter;
  agentId: string;
}

/**
 * Server-sent events of one agent: first how the agent stands, then every change, in order. `offer` when a caller is
 * offered, `preview` when the agent looks at one before anybody is rung, `call` when they talk, `state` else; the data is the agent as `GET /api/v1/agents/{id}` answers it.
 * @throws AGENT_UNKNOWN
 */
export function streamAgent(desk: Desk, request: Request<{ id: string }>, response: Response): void {
  const { app, router, agentId } = desk;
  heldAgent(router, agentId);
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.write('retry: 1000\n\n');
  let told: unknown = null;
  let tail = Promise.resolve();
  const tell = (): void => {
    const held = router.agent(agentId);
    if (held?.agent === told) return;
    told = held?.agent;
    if (!held) {
      response.end();
      return;
    }
    const name = held.entry?.preview ? 'preview' : (names[held.agent.state] ?? 'state');
    tail = tail
      .then(async () => {
        const view = await agentView(app, held);
        if (response.writableLength > MOST_UNREAD) response.destroy();
        else response.write(`event: ${name}\ndata: ${JSON.stringify(view)}\n\n`);
      })
      .catch((error: unknown) => {
        app.log.warn({ error: messageOf(error) }, 'an agent could not be told; the desk asks again');
        response.destroy();
      });
  };
  const stopTelling = router.onChange(tell);
  const stopBeating = beat(desk, response);
  endWithReader(response);
  request.on('close', () => {
    stopTelling();
    stopBeating();
  });
  tell();
}

function beat({ app }: Desk, response: Response): () => void {
  let timer: Timer;
  const next = (): void => {
    timer = app.clock.at(app.clock.now() + BEAT_MS, () => {
      response.write(': still here\n\n');
      next();
    });
  };
  next();
  return () => timer.cancel();
}
