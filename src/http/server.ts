import express, { Router, type Express, type RequestHandler } from 'express';

import type { Editing } from '../app/edit-configuration.ts';
import type { LiveConfiguration } from '../app/live-configuration.ts';
import { liveCounters } from '../app/live-counters.ts';
import type { Router as CallRouter } from '../app/router.ts';
import { fromSources, withKey, type Door } from './access.ts';
import { agentsRouter } from './agents-router.ts';
import { apiRouter } from './api-router.ts';
import { authorise, noteAccess } from './authorise.ts';
import { configRouter } from './config-router.ts';
import { consoleRouter, type ConsoleParts } from './console-router.ts';
import { genesysRouter } from './genesys-router.ts';
import type { DialogPreviews } from './dialog-preview.ts';
import { healthRouter } from './health-router.ts';
import { doNotCallRouter } from './do-not-call-router.ts';
import { keysRouter } from './keys-router.ts';
import { madeKeys } from './made-keys.ts';
import { docsRouter } from './openapi/docs-router.ts';
import { previewRouter } from './preview-router.ts';
import { projectDocuments, serveDocuments, type DocumentsParts } from './serve-documents.ts';
import { metricsText } from './metrics.ts';
import { servePages, type PagesParts } from './serve-pages.ts';
import { serveRecordings, type RecordingsParts } from './serve-recordings.ts';
import { serveSessionEvents, type SessionEventsParts } from './session-events.ts';
import { errorHandler, ownError, unknownRoute } from './respond.ts';
import { serveWebSessions, type WebSessionsParts } from './web-sessions.ts';
import { testPhoneRouter, type TestPhone } from './test-phone-router.ts';

interface HttpParts
  extends PagesParts, RecordingsParts, SessionEventsParts, WebSessionsParts, DocumentsParts, ConsoleParts {
  /** The owner of the virtual queues and agents. */
  router: CallRouter;
  live: LiveConfiguration;
  /** What is wrong with a configuration beside the dialogs and prompts. */
  lint: Editing['check'];
  /** A phone used from a keyboard; null beside real switches only. */
  testPhone: TestPhone | null;
  /** Dialogs to look at and to walk through; left out, there is no such page. */
  previews?: DialogPreviews | undefined;
  /** Checks and publishes the files of the project. */
  publish: () => Promise<{ published: boolean; problems: string[] }>;
  /** A key besides the configured ones: the command line's. Null for none. */
  token: string | null;
}

/** Everything that is served, not yet listening. Routers that are asked most come first. */
export function createHttpApp(parts: HttpParts): Express {
  const { app } = parts;
  const http = express();
  http.disable('x-powered-by');
  http.disable('etag');
  http.set('query parser', 'simple');
  const sources = fromSources(() => app.config().access.pages);
  const keyed = keyedBy(parts);

  // Whoever passes by on the way to something else costs it time.
  http.use(app.config().genesys.path, genesysRouter(app, [noteAccess('genesys'), keyed]));
  servePages(http, parts, sources);
  serveRecordings(http, parts, sources);
  serveSessionEvents(http, parts, sources);
  http.use(noteAccess('own'));
  serveWebSessions(http, parts, keyed);
  serveDocuments(http, parts, sources);
  http.use(healthRouter(app, parts.live));
  http.get('/metrics', keyed, async (_request, response) => {
    response.type('text/plain; version=0.0.4').send(metricsText(await liveCounters(app)));
  });
  const phone = parts.testPhone ? [testPhoneRouter(parts.testPhone)] : [];
  http.use('/api/v1', agentsRouter({ app, router: parts.router, keyed }));
  const lists = [doNotCallRouter(app), ...phone];
  const editing = {
    live: parts.live,
    clock: app.clock,
    store: app.store,
    check: parts.lint,
    publish: parts.publish,
  };
  http.use('/api/v1', keyed, apiRouter(parts), configRouter(editing), keysRouter(app), ...lists);
  http.use(consoleRouter(parts, keyed));
  http.use(docsRouter(app, keyed));
  const { previews } = parts;
  if (previews) http.use(previewRouter({ previews, page: (request) => parts.page(request) }, keyed));
  http.use(projectDocuments(parts, sources));
  http.use(unknownRoute);
  http.use(errorHandler(app, ownError));
  return http;
}

/** Who has a key that may do what is asked, as the configuration is by then. */
function keyedBy({ app, token }: Pick<HttpParts, 'app' | 'token'>): RequestHandler {
  const door: Door = {
    keys: () => app.config().access.keys,
    token,
    now: () => app.clock.now(),
    ...madeKeys(app),
  };
  const keyed = Router();
  const newest: RequestHandler = async (_request, _response, next) => {
    await app.refreshConfig();
    next();
  };
  return keyed.use(withKey(door), newest, authorise(app));
}
