import { messageOf } from '../core/errors.ts';
import type { LiveConfiguration } from './live-configuration.ts';
import type { App } from './ports.ts';
import type { Router } from './router.ts';

/** Has those who keep something of the configuration take over each change of it; returns how to stop. */
export function followConfiguration(app: App, live: LiveConfiguration, router: Router): () => void {
  return live.onChange(() => {
    const following = [router.configure(), app.feeds.start(), app.doNotCall.start()];
    for (const one of following)
      one.catch((error: unknown) =>
        app.log.error({ error: messageOf(error) }, 'a part could not take over the changed configuration'),
      );
  });
}
