import type { App } from '../app/ports.ts';
import type { Door } from './access.ts';

/** For how long it is believed that there are no keys, should nobody tell that one was made, ms. */
const BELIEVED_MS = 1_000;

/** Keys that were made through the API: each looked up for each request, so that one that is revoked opens nothing more. */
export function madeKeys(app: App): Pick<Door, 'find' | 'anyMade'> {
  let known: { any: boolean; at: number } | null = null;
  app.store.onChange((hint) => {
    if (hint === 'configuration') known = null;
  });
  return {
    find: (id) => app.store.keys.get(id),
    async anyMade() {
      const now = app.clock.now();
      if (known && now < known.at + BELIEVED_MS) return known.any;
      const any = (await app.store.keys.all()).some(({ revokedAt }) => revokedAt === null);
      known = { any, at: now };
      return any;
    },
  };
}
