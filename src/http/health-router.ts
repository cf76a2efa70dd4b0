import { Router } from 'express';

import type { LiveConfiguration } from '../app/live-configuration.ts';
import type { App } from '../app/ports.ts';

/** `/healthz`: the process lives. `/readyz`: calls can be taken; 503 with the reasons when not. For everyone. */
export function healthRouter(app: App, live: LiveConfiguration): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.json({ alive: true });
  });
  router.get('/readyz', async (_request, response) => {
    const reasons = await obstacles(app, live);
    response.setHeader('Cache-Control', 'no-store');
    if (reasons.length > 0) response.status(503).setHeader('Retry-After', '1');
    response.json({ ready: reasons.length === 0, reasons });
  });
  return router;
}

async function obstacles(app: App, live: LiveConfiguration): Promise<string[]> {
  const reasons: string[] = [];
  const store = await app.store.health().catch(() => ({ ok: false }));
  if (!store.ok) reasons.push('the store is down');
  if (!app.switch.health().some((one) => one.up)) reasons.push('no switch is up');
  if (store.ok && !(await app.activeSet().then(Boolean, () => false)))
    reasons.push('no dialogs and strategies have been published');
  const behind = live.behind();
  if (behind) reasons.push(`revision ${behind.revision} of the configuration does not go with its file here`);
  return reasons;
}
