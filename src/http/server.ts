import express, { Router, type Express } from 'express';
import helmet from 'helmet';

import type { App } from '../app/ports.ts';
import type { Router as AgentRouter } from '../app/router.ts';
import { fromSources, withKey } from './access.ts';
import { apiRouter } from './api-router.ts';
import { consoleRouter } from './console-router.ts';
import { eventStream } from './event-stream.ts';
import { genesysRouter } from './genesys-router.ts';
import { healthRouter } from './health-router.ts';
import { pagesRouter, type PagesParts } from './pages-router.ts';
import { BODY_LIMIT, errorHandler, genesysError, ownError, unknownRoute } from './respond.ts';
import { testPhoneRouter, type TestPhone } from './test-phone-router.ts';

export interface HttpParts extends PagesParts {
  app: App;
  router: AgentRouter;
  /** Only beside a simulated switch. */
  testPhone: TestPhone | null;
  /** What is simulated, in words. */
  simulated: string[];
  /** Opens everything that a key opens; null for none. */
  token: string | null;
}

/** All that is served, each part behind its own rule of access. */
export function createHttpApp(parts: HttpParts): Express {
  const { app, router, testPhone, simulated, token } = parts;
  const { access } = app.config();
  const keyed = withKey(access.keys, token);
  const bodies = Router();
  bodies.use(express.urlencoded({ extended: false, limit: BODY_LIMIT, parameterLimit: 1000 }));
  bodies.use(express.json({ limit: BODY_LIMIT }));

  const http = express();
  http.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  // The busiest first: pages for calls, then requests for callbacks.
  http.use(['/vxml', '/scxml'], fromSources(access.pages));
  http.post('/vxml/*path', bodies);
  http.use(pagesRouter(parts));
  http.use('/genesys', keyed, bodies, genesysRouter(app), unknownRoute);
  http.use('/genesys', errorHandler(app.log, app.random, genesysError));
  http.use(healthRouter(app));
  http.use('/api/v1', keyed, bodies, apiRouter(app, router));
  if (testPhone) http.use('/api/v1', keyed, testPhoneRouter(testPhone));
  http.use(secured(), keyed, consoleRouter(app, simulated), eventStream(app.store, app.clock));
  http.use(unknownRoute, errorHandler(app.log, app.random, ownError));
  return http;
}

/** Plain HTTP on this machine must work, so nothing is upgraded. */
function secured(): ReturnType<typeof helmet> {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'self'"], imgSrc: ["'self'", 'data:'], frameAncestors: ["'none'"], formAction: ["'self'"] },
    },
    strictTransportSecurity: false,
  });
}
