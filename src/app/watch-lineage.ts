import { messageOf } from '../core/errors.ts';
import type { App } from './ports.ts';

/** How long to wait before switches and store are compared again, ms. */
const RETRY_MS = 1_000;

/**
 * Holds dialling from the moment the store may have lost what it acknowledged until `reconcile` has compared it with
 * the switches; then calls `resume`. Returns how to stop watching.
 */
export function watchLineage(
  app: App,
  { reconcile, resume }: { reconcile: () => Promise<void>; resume: () => void },
): () => void {
  let stopped = false;
  /** Counts the losses: one that comes while another is looked into begins it afresh. */
  let losses = 0;
  const lookInto = async (loss: number): Promise<void> => {
    while (!stopped && loss === losses) {
      try {
        await reconcile();
        if (loss !== losses) return;
        app.dialHold.end();
        app.log.warn({}, 'store and switches have been compared: dialling goes on');
        resume();
        return;
      } catch (error) {
        app.log.error({ error: messageOf(error) }, 'store and switches could not be compared: tried again');
        await new Promise<void>((resolve) => app.clock.at(app.clock.now() + RETRY_MS, resolve));
      }
    }
  };
  const unlisten = app.store.onLineageChange((why) => {
    app.dialHold.begin(why);
    app.log.error(
      { why },
      'the store may have lost acknowledged changes: nothing is dialled until it is compared',
    );
    void lookInto(++losses);
  });
  return () => {
    stopped = true;
    unlisten();
  };
}
