import { RingbackError } from '../core/errors.ts';
import type { Deposit } from '../store/deposits.ts';
import type { App } from './ports.ts';

/** Longest time that anything is kept, seconds: a year. */
const LONGEST_S = 366 * 86_400;
/** Those whose time is over that go with each new one. */
const PURGED_AT_A_TIME = 100;
/** Of each kind at most. Subscriptions are all looked at whenever something is published. */
const MOST: Readonly<Record<Deposit['kind'], number>> = { storage: 100_000, subscription: 1_000 };

/** Keeps a new one, for so many seconds. @throws STORAGE_FULL; of several at the same moment a few more may come through */
export async function deposit(
  app: App,
  { seconds, ...given }: Pick<Deposit, 'id' | 'kind' | 'content'> & { seconds: number },
): Promise<void> {
  const { deposits } = app.store;
  await deposits.purge(app.clock.now(), PURGED_AT_A_TIME);
  const most = MOST[given.kind];
  if ((await deposits.count(given.kind)) >= most)
    throw new RingbackError('STORAGE_FULL', { most, kind: given.kind });
  await deposits.put(0, { ...given, version: 1, expiresAt: endOf(app, seconds) });
}

/** The one of that id and kind, while its time is not over; null else. */
export async function depositOf(app: App, kind: Deposit['kind'], id: string): Promise<Deposit | null> {
  const found = await app.store.deposits.get(id);
  return found?.kind === kind && found.expiresAt > app.clock.now() ? found : null;
}

/** When the time is over that something is kept for, epoch ms. */
export function endOf(app: App, seconds: number): number {
  return app.clock.now() + Math.min(seconds, LONGEST_S) * 1000;
}
