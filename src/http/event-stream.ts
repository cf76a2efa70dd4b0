import type { RequestHandler, Response } from 'express';

import type { Clock, Timer } from '../core/clock.ts';
import type { Store } from '../store/store.ts';
import { endWithReader } from './http-server.ts';

/** At most one hint a viewer in this time, ms. */
const PACE_MS = 250;
/** A comment line now and then keeps proxies from closing the stream, ms. */
const BEAT_MS = 15_000;
/** A viewer that lags behind by so many bytes is let go; it comes back by itself. */
const MOST_UNREAD = 64 * 1024;

/** What a stream tells after a change, and who begins to listen. */
interface Told {
  event: string;
  read(): Promise<unknown>;
}

/** What changed is read from the pages. */
const hint: Told = { event: 'change', read: () => Promise.resolve({}) };

/**
 * Server-sent events that say that something changed; with `told` also how things are then, first of all at the
 * beginning.
 */
export function eventStream(store: Store, clock: Clock, told: Told = hint): RequestHandler {
  const viewers = new Set<Response>();
  let pending = false;
  let beat: Timer | null = null;
  const tell = (text: string): void => {
    for (const viewer of viewers) {
      if (viewer.writableLength > MOST_UNREAD) viewer.destroy();
      else viewer.write(text);
    }
  };
  const textNow = async (): Promise<string> =>
    `id: ${clock.now()}\nevent: ${told.event}\ndata: ${JSON.stringify(await told.read())}\n\n`;
  const keepAlive = (): void => {
    beat = clock.at(clock.now() + BEAT_MS, () => {
      tell(': still here\n\n');
      keepAlive();
    });
  };
  store.onChange(() => {
    if (pending || viewers.size === 0) return;
    pending = true;
    clock.at(clock.now() + PACE_MS, () => {
      pending = false;
      // While the store is down nothing is known; the next change tells.
      void textNow().then(tell, () => undefined);
    });
  });
  return async (_request, response) => {
    const first = told === hint ? '' : await textNow();
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write(`retry: 1000\n\n${first}`);
    if (viewers.size === 0) keepAlive();
    viewers.add(response);
    endWithReader(response);
    response.on('close', () => {
      viewers.delete(response);
      if (viewers.size === 0) beat?.cancel();
    });
  };
}
