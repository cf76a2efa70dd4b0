import type { Random } from '../../core/random.ts';
import { isRingbackError } from '../../core/errors.ts';
import { ChangeHints } from '../change-hints.ts';
import type { Store } from '../store.ts';
import { archiveStore, retentionStore } from './archive-store.ts';
import { callbackStore, interactionStore, slotStore } from './callback-store.ts';
import { RedisConnection } from './connection.ts';
import { checkDurability, type Durability } from './durability.ts';
import { SiteLease, type Exclusive } from './site-lease.ts';
import { shareHints } from './share-hints.ts';
import {
  depositStore,
  dialogRunStore,
  doNotCallStore,
  factStore,
  keyStore,
  revisionStore,
  routingStore,
  secretStore,
  setStore,
  utteranceStore,
} from './other-stores.ts';
import { outboxStore, sessionStore } from './session-store.ts';
import { throttleStore } from './throttle-store.ts';

export interface RedisStoreOptions {
  /** `redis://user:password@host:port/db`, `rediss://` with TLS. */
  url: string;
  /** All keys begin with `{site}:`. */
  site: string;
  /** What a resolved write stands for. */
  durability: Durability;
  random: Random;
  /** Keeps others out of the site until it is closed; without it the site is shared. */
  exclusive?: Exclusive | undefined;
}

/**
 * Opens a store that several nodes can share: Redis 7 or Valkey, one function of the server per change.
 * @throws STORE_DOWN, STORE_NOT_DURABLE, STORE_LOCKED
 */
export async function openRedisStore(options: RedisStoreOptions): Promise<Store> {
  const { url, site, durability, random, exclusive } = options;
  const replicas = durability.kind === 'replicas' ? durability.count : 0;
  const redis = await RedisConnection.open(url, { site, random, replicas });
  const hints = new ChangeHints();
  try {
    const weaker = await checkDurability(redis, durability);
    const lease =
      exclusive && (await SiteLease.take(redis, exclusive, `${withoutPassword(url)} (site ${site})`));
    const unshare = await shareHints(redis, hints);
    const detail = `${withoutPassword(url)}${weaker === null ? '' : `; ${weaker}`}`;
    return {
      sessions: sessionStore(redis, hints),
      outbox: outboxStore(redis, hints),
      callbacks: callbackStore(redis, hints),
      slots: slotStore(redis),
      throttles: throttleStore(redis),
      interactions: interactionStore(redis, hints),
      dialogRuns: dialogRunStore(redis, hints),
      routing: routingStore(redis, hints),
      sets: setStore(redis, hints),
      secrets: secretStore(redis),
      revisions: revisionStore(redis, hints),
      keys: keyStore(redis, hints),
      doNotCall: doNotCallStore(redis),
      utterances: utteranceStore(redis),
      deposits: depositStore(redis),
      facts: factStore(redis, hints),
      archive: archiveStore(redis, hints),
      retention: retentionStore(redis, hints),
      onChange: (listener) => hints.listen(listener),
      onLineageChange: (listener) => redis.onLineageChange(listener),
      health: () => health(redis, detail),
      async close() {
        unshare();
        const left = lease?.leave();
        await redis.close();
        await left;
      },
    };
  } catch (error) {
    await redis.close();
    throw error;
  }
}

async function health(
  redis: RedisConnection,
  detail: string,
): Promise<{ kind: string; ok: boolean; detail: string }> {
  try {
    await redis.ping();
    return { kind: 'redis', ok: true, detail };
  } catch (error) {
    if (isRingbackError(error)) return { kind: 'redis', ok: false, detail: error.message };
    throw error;
  }
}

function withoutPassword(text: string): string {
  const url = new URL(text);
  url.password = '';
  return url.href;
}
