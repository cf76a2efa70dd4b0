import { Router, type RequestHandler, type Response } from 'express';

import type { App } from '../app/ports.ts';
import { RingbackError } from '../core/errors.ts';
import { configurationsOf } from '../report/configurations.ts';
import { recordedOf, storyFrom, type Recorded } from '../report/story.ts';
import { chartPart } from './chart-part.ts';
import { consoleCss, consoleJs } from './console-assets.ts';
import { consolePage } from './console-page.ts';
import { consoleView } from './console-view.ts';
import { eventStream } from './event-stream.ts';
import { secured } from './secured.ts';
import type { Html } from './html.ts';
import { shown } from './shown.ts';
import { storyPage } from './story-page.ts';

export interface ConsoleParts {
  app: App;
  /** What is simulated, in words. */
  simulated: string[];
  /** The picture of a strategy of a set as SVG, null when there is none. */
  chart: (setHash: string, strategy: string) => Promise<string | null>;
}

/** The pages for people: `/`, `/callbacks/<id>`, and what they load. */
export function consoleRouter(parts: ConsoleParts, access: RequestHandler): Router {
  const { app, simulated } = parts;
  const router = Router();
  router.get('/', access, secured, async (_request, response) => {
    page(response, consolePage(await consoleView(app, simulated)));
  });
  router.get('/callbacks/:id', access, secured, async (request, response) => {
    const { id } = request.params as { id: string };
    const recorded = await recordedOf(app.store, id);
    if (!recorded) throw new RingbackError('CALLBACK_UNKNOWN', { id: id.slice(0, 100) });
    page(response, storyPage(shown(app, storyFrom(recorded)), await chartOf(parts, recorded)));
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

/** The newest session of the story: of a callback, the one that carries it out. */
async function chartOf({ chart }: ConsoleParts, { sessions, journals }: Recorded): Promise<Html | null> {
  const session = sessions.at(-1);
  const picture = session ? await chart(session.setHash, session.strategy) : null;
  return picture === null ? null : chartPart(picture, configurationsOf(journals.at(-1) ?? []));
}

function page(response: Response, text: string): void {
  response.type('html').setHeader('Cache-Control', 'no-store').end(text);
}
