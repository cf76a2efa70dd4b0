import { Router } from 'express';

import type { App } from '../app/ports.ts';
import { genesysEndpoints } from './genesys/endpoints.ts';
import { serveUnserved } from './genesys/unserved.ts';
import { serveEndpoints } from './serve-endpoints.ts';

/** The API of Genesys Mobile Services 8.5, below the configured base path. */
export function genesysRouter(app: App): Router {
  const router = Router();
  serveEndpoints(router, app, genesysEndpoints);
  serveUnserved(router);
  return router;
}
