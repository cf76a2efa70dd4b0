import { fileURLToPath } from 'node:url';

import { Router, type RequestHandler } from 'express';

import type { App } from '../../app/ports.ts';
import { secured } from '../secured.ts';
import { openApiDocument } from './document.ts';

/** Folder of the files of Swagger UI. */
const swagger = fileURLToPath(new URL('.', import.meta.resolve('swagger-ui-dist/package.json')));
const assets = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const;

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Ringback: the API</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="api"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>
`;

/** Nothing is asked of other servers: no validator, and the description comes from here. */
const start = `SwaggerUIBundle({ url: '/docs/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null });
`;

/** The description of the API, for people at `/docs` and for programs at `/docs/openapi.json`. */
export function docsRouter(app: App, access: RequestHandler): Router {
  const router = Router();
  router.get('/docs', access, secured, (_request, response) => {
    response.type('html').setHeader('Cache-Control', 'no-store').end(page);
  });
  router.get('/docs/openapi.json', access, (_request, response) => {
    response.json(openApiDocument(app.config().genesys.path));
  });
  router.get('/docs/start.js', secured, (_request, response) => {
    response.type('js').setHeader('Cache-Control', 'no-cache').end(start);
  });
  for (const file of assets)
    router.get(`/docs/${file}`, secured, (_request, response) => {
      response.sendFile(file, { root: swagger, cacheControl: true, maxAge: '1d' });
    });
  return router;
}
