import express, { type Express } from 'express';

import { liveCounters } from '../app/live-counters.ts';
import type { Router as CallRouter } from '../app/router.ts';
import { fromSources, withKey } from './access.ts';
import { agentsRouter } from './agents-router.ts';
import { apiRouter } from './api-router.ts';
import { consoleRouter, type ConsoleParts } from './console-router.ts';
import { genesysRouter } from './genesys-router.ts';
import type { DialogPreviews } from './dialog-preview.ts';
import { healthRouter } from './health-router.ts';
import { docsRouter } from './openapi/docs-router.ts';
import { previewRouter } from './preview-router.ts';
import { projectDocuments, serveDocuments, type DocumentsParts } from './serve-documents.ts';
import { metricsText } from './metrics.ts';
import { servePages, type PagesParts } from './serve-pages.ts';
import { serveSessionEvents, type SessionEventsParts } from './session-events.ts';
import { errorHandler, genesysError, ownError, unknownRoute } from './respond.ts';
import { testPhoneRouter, type TestPhone } from './test-phone-router.ts';

interface HttpParts extends PagesParts, SessionEventsParts, DocumentsParts, ConsoleParts {
  /** The owner of the virtual queues and agents. */
  router: CallRouter;
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
  const keyed = withKey(() => app.config().access.keys, parts.token);

  servePages(http, parts, sources);
  serveSessionEvents(http, parts, sources);
  serveDocuments(http, parts, sources);
  http.use(
    app.config().genesys.path,
    keyed,
    genesysRouter(app),
    unknownRoute,
    errorHandler(app, genesysError),
  );
  http.use(healthRouter(app));
  http.get('/metrics', keyed, async (_request, response) => {
    response.type('text/plain; version=0.0.4').send(metricsText(await liveCounters(app)));
  });
  const phone = parts.testPhone ? [testPhoneRouter(parts.testPhone)] : [];
  http.use('/api/v1', agentsRouter({ app, router: parts.router, keyed }));
  http.use('/api/v1', keyed, apiRouter(parts), ...phone);
  http.use(consoleRouter(parts, keyed));
  http.use(docsRouter(app, keyed));
  const { previews } = parts;
  if (previews) http.use(previewRouter({ previews, page: (request) => parts.page(request) }, keyed));
  http.use(projectDocuments(parts, sources));
  http.use(unknownRoute);
  http.use(errorHandler(app, ownError));
  return http;
}
