import { Router } from 'express';

import type { App } from '../app/ports.ts';

/** `/healthz`: the process lives. `/readyz`: calls can be taken; else 503 and what is missing. */
export function healthRouter(app: App): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'alive' });
  });
  router.get('/readyz', async (_request, response) => {
    const missing = await missingFor(app);
    if (missing.length > 0) response.setHeader('Retry-After', '1');
    response.status(missing.length > 0 ? 503 : 200).json({ status: missing.length > 0 ? 'not ready' : 'ready', missing });
  });
  return router;
}

async function missingFor(app: App): Promise<string[]> {
  const missing: string[] = [];
  const store = await app.store.health().catch((error: unknown) => ({ ok: false, detail: String(error) }));
  if (!store.ok) missing.push(`store: ${store.detail}`);
  else if ((await app.store.sets.active()) === null) missing.push('no set of documents is published');
  const switches = app.switch.health();
  if (!switches.some((one) => one.up)) missing.push(...switches.map((one) => `switch ${one.name}: ${one.detail}`));
  return missing;
}
