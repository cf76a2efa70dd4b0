import { callbackTag, receiverProblem, type Receiver, type Subscription } from '../callback/notification.ts';
import { hasRight, isUnlimited, reachesService, type Caller } from '../callback/rights.ts';
import { RingbackError } from '../core/errors.ts';
import { secretId } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import type { Deposit } from '../store/deposits.ts';
import { deposit } from './deposits.ts';
import type { App } from './ports.ts';

/** A filter is compared with every tag that is published. */
const MOST_STARS = 8;

/** A subscription that is stored. */
export interface StoredSubscription extends Subscription {
  id: string;
}

/**
 * Somebody wants to hear of what is published under a tag, for so many seconds; less than the configured default counts
 * as that. Answers the id by which it is ended, and for how many seconds it stands.
 *
 * @throws BAD_REQUEST when nothing can be sent there, ROLE_REFUSED and LIMIT_REFUSED for what is not the caller's to hear,
 *   STORAGE_FULL
 */
export async function subscribe(
  app: App,
  caller: Caller,
  { seconds, ...wanted }: Subscription & { seconds: number | null },
): Promise<{ id: string; seconds: number }> {
  if (wanted.filter.split('*').length > MOST_STARS + 1)
    throw new RingbackError('BAD_REQUEST', { what: `filter: it has more than ${MOST_STARS} stars` });
  checkReceiver(app, wanted);
  checkFilter(app, caller, wanted.filter);
  const least = app.config().genesys.subscriptionMs / 1000;
  const granted = Math.max(seconds ?? least, least);
  const id = secretId(app.random);
  await deposit(app, { id, kind: 'subscription', seconds: granted, content: contentOf(wanted) });
  return { id, seconds: granted };
}

/** @throws SUBSCRIPTION_UNKNOWN */
export async function unsubscribe(app: App, id: string): Promise<void> {
  const found = await app.store.deposits.get(id);
  const known = found?.kind === 'subscription' && (await app.store.deposits.remove(id)) === 'removed';
  if (!known) throw new RingbackError('SUBSCRIPTION_UNKNOWN', { id: id.slice(0, 100) });
}

/** Those whose time is not over, in the order they were made. */
export async function subscriptions(app: App): Promise<StoredSubscription[]> {
  const all = await app.store.deposits.ofKind('subscription');
  return all.filter(({ expiresAt }) => expiresAt > app.clock.now()).map(subscriptionOf);
}

/** @throws BAD_REQUEST */
function checkReceiver(app: App, receiver: Receiver): void {
  const { genesys, sessionEvents } = app.config();
  const problem = receiverProblem(receiver, { gateway: genesys.pushGateway, rules: sessionEvents });
  if (problem !== null) throw new RingbackError('BAD_REQUEST', { what: `notificationDetails: ${problem}` });
}

/** Whoever knows the id of a callback may follow it; all of a service, and everything, are for those who may see it anyway. */
function checkFilter(app: App, caller: Caller, filter: string): void {
  const [, service = '', id = ''] = /^callback\.([^.*]+)\.([0-9a-f]{32}|\*)$/.exec(filter) ?? [];
  if (id !== '*' && filter === callbackTag({ service, id })) return checkService(app, caller, service);
  if (!hasRight(caller.role, 'see'))
    throw new RingbackError('ROLE_REFUSED', { role: caller.role, what: 'see' });
  if (!isUnlimited(caller)) checkService(app, caller, service);
}

/** @throws LIMIT_REFUSED */
function checkService(app: App, caller: Caller, service: string): void {
  if (!reachesService(caller, service, app.config().services))
    throw new RingbackError('LIMIT_REFUSED', { what: service || 'all of the site' });
}

function contentOf(subscription: Subscription): JsonObject {
  return { ...subscription };
}

function subscriptionOf({ id, content }: Deposit): StoredSubscription {
  return { ...(content as unknown as Subscription), id };
}
