import { Router, type RequestHandler, type Response } from 'express';

import type { App } from '../app/ports.ts';
import { RingbackError } from '../core/errors.ts';
import { storyOf } from '../report/story.ts';
import { consoleCss, consoleJs } from './console-assets.ts';
import { consolePage } from './console-page.ts';
import { consoleView } from './console-view.ts';
import { eventStream } from './event-stream.ts';
import { secured } from './secured.ts';
import { storyPage } from './story-page.ts';

/** The pages for people: `/`, `/callbacks/<id>`, and what they load. */
export function consoleRouter(parts: { app: App; simulated: string[] }, access: RequestHandler): Router {
  const { app, simulated } = parts;
  const router = Router();
  router.get('/', access, secured, async (_request, response) => {
    page(response, consolePage(await consoleView(app, simulated)));
  });
  router.get('/callbacks/:id', access, secured, async (request, response) => {
    const { id } = request.params as { id: string };
    const story = await storyOf(app.store, id);
    if (!story) throw new RingbackError('CALLBACK_UNKNOWN', { id: id.slice(0, 100) });
    page(response, storyPage(story));
  });
  router.get('/console.css', secured, (_request, response) => {
    response.type('css').setHeader('Cache-Control', 'no-cache').end(consoleCss);
  });
  router.get('/console.js', secured, (_request, response) => {
    response.type('js').setHeader('Cache-Control', 'no-cache').end(consoleJs);
  });
  router.get('/events', access, eventStream(app.store, app.clock));
  return router;
}

function page(response: Response, text: string): void {
  response.type('html').setHeader('Cache-Control', 'no-store').end(text);
}
