import type { ChangeHints } from '../change-hints.ts';
import type { ChangeHint } from '../store.ts';
import type { RedisConnection } from './connection.ts';

const CHANNEL = 'changed';

/** Tells the other nodes of the site what changed here, and listeners here what changed there. Never the truth. */
export async function shareHints(redis: RedisConnection, hints: ChangeHints): Promise<() => void> {
  const subscriber = redis.duplicate();
  subscriber.on('error', () => undefined);
  await subscriber.connect();
  await subscriber.subscribe(`${redis.prefix}${CHANNEL}`);
  subscriber.on('message', (_channel: string, message: string) => {
    const { from, hint } = JSON.parse(message) as { from: string; hint: ChangeHint };
    if (from !== redis.name) hints.hear(hint);
  });
  hints.forward((hint) => {
    if (redis.isUp) redis.publish(CHANNEL, JSON.stringify({ from: redis.name, hint }));
  });
  return () => subscriber.disconnect();
}
