import { Router, type RequestHandler } from 'express';

import type { App } from '../app/ports.ts';
import { genesysEndpoints } from './genesys/endpoints.ts';
import { serveUnserved } from './genesys/unserved.ts';
import { errorHandler, genesysError, unknownRoute } from './respond.ts';
import { serveEndpoints } from './serve-endpoints.ts';

/** The API of Genesys Mobile Services 8.5, below the configured base path, for whom `access` allows. */
export function genesysRouter(app: App, access: RequestHandler[]): Router {
  const router = Router();
  router.use(...access);
  serveEndpoints(router, app, genesysEndpoints);
  serveUnserved(router);
  router.use(unknownRoute);
  router.use(errorHandler(app, genesysError));
  return router;
}
