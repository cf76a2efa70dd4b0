import { Router, type Response } from 'express';

import type { App } from '../app/ports.ts';
import { RingbackError } from '../core/errors.ts';
import { status } from '../app/status.ts';
import { storyOf } from '../report/story.ts';
import { consoleCss, consoleJs } from './console-assets.ts';
import { consolePage, storyPage, type ConsoleView } from './console-page.ts';

const CALLBACKS_SHOWN = 50;

/** The one page at `/`, and the story of each callback. */
export function consoleRouter(app: App, simulated: string[]): Router {
  const router = Router();
  router.get('/', async (_request, response) => {
    page(response, consolePage(await viewOf(app, simulated)));
  });
  router.get('/callbacks/:id', async (request, response) => {
    const { id } = request.params;
    const story = await storyOf(app.store, id);
    if (!story) throw new RingbackError('CALLBACK_UNKNOWN', { id: id.slice(0, 100) });
    page(response, storyPage(story));
  });
  router.get('/console.css', (_request, response) => {
    response.type('text/css').send(consoleCss);
  });
  router.get('/console.js', (_request, response) => {
    response.type('text/javascript').send(consoleJs);
  });
  return router;
}

function page(response: Response, markup: string): void {
  response.setHeader('Cache-Control', 'no-store');
  response.type('text/html').send(markup);
}

async function viewOf(app: App, simulated: string[]): Promise<ConsoleView> {
  const [now, routing, { records }] = await Promise.all([
    status(app),
    app.store.routing.load(),
    app.store.callbacks.find({ limit: CALLBACKS_SHOWN }),
  ]);
  const waiting = routing.entries
    .filter((entry) => entry.mode !== 'talking')
    .sort((a, b) => b.priority - a.priority || a.placeAt - b.placeAt || a.order - b.order);
  return {
    site: app.config().site,
    now: now.at,
    store: `${now.store.kind} (${now.store.detail})`,
    switches: now.switches,
    simulated,
    services: now.services.map(({ service, waiting: { live, callbacks }, ewt, calls }) => ({
      name: service,
      waiting: live + callbacks,
      ewtS: ewt,
      callsUp: calls,
    })),
    waiting: await Promise.all(
      waiting.map(async (entry) => ({ ...entry, who: await whoIs(app, entry.id, entry.kind) })),
    ),
    agents: routing.agents,
    callbacks: records,
  };
}

async function whoIs(app: App, id: string, kind: 'live' | 'callback'): Promise<string> {
  if (kind === 'callback') return (await app.store.callbacks.get(id))?.customerNumber ?? '';
  return (await app.store.interactions.get(id))?.from ?? '';
}
