import { Router, type Response } from 'express';

import type { Clock } from '../core/clock.ts';
import type { Store } from '../store/store.ts';

/** At most one hint a viewer in this time, ms. */
const PACE_MS = 250;
/** A comment line now and then keeps proxies from closing the stream, ms. */
const BEAT_MS = 15_000;

/** `GET /events`: server-sent events that say that something changed. What changed is read from the pages. */
export function eventStream(store: Store, clock: Clock): Router {
  const viewers = new Set<Response>();
  let pending = false;
  const tell = (text: string): void => {
    for (const viewer of viewers) viewer.write(text);
  };
  store.onChange(() => {
    if (pending || viewers.size === 0) return;
    pending = true;
    clock.at(clock.now() + PACE_MS, () => {
      pending = false;
      tell(`id: ${clock.now()}\nevent: change\ndata: {}\n\n`);
    });
  });
  const beat = (): void => {
    tell(': still here\n\n');
    clock.at(clock.now() + BEAT_MS, beat);
  };
  clock.at(clock.now() + BEAT_MS, beat);

  const router = Router();
  router.get('/events', (request, response) => {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write('retry: 1000\n\n');
    viewers.add(response);
    request.on('close', () => viewers.delete(response));
  });
  return router;
}
