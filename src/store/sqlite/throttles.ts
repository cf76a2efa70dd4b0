import {
  FORGOTTEN_AT_ONCE,
  takenBy,
  type ThrottleClaim,
  type ThrottleRefusal,
  type ThrottleTake,
  type ThrottleTaken,
} from '../throttles.ts';
import type { Connection } from './connection.ts';

/** Takes one of every claim, or tells which has had its fill and until when. */
export function takeThrottle(connection: Connection, take: ThrottleTake): 'taken' | ThrottleRefusal {
  if (isHeld(connection, take)) return 'taken';
  const refusal = longestRefusal(connection, take);
  if (refusal) return refusal;
  forgetOver(connection, take.at, FORGOTTEN_AT_ONCE);
  giveBackThrottle(connection, take.id);
  keepTaken(connection, takenBy(take));
  return 'taken';
}

/** Counts a take; one that is there already stays as it is. */
export function keepTaken(connection: Connection, { id, at, overAt, keys }: ThrottleTaken): void {
  const added = connection.run(
    'INSERT INTO throttle_takes (id, at, over_at, keys) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    id,
    at,
    overAt,
    JSON.stringify(keys.map(({ scope, key }) => [scope, key])),
  );
  if (added === 0) return;
  for (const { scope, key } of keys)
    connection.run(
      'INSERT INTO throttle_counts (scope, key, at, take_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      scope,
      key,
      at,
      id,
    );
}

/** A row of `throttle_takes` as the port has it. */
export function takenOf(stored: { id: string; at: number; over_at: number; keys: string }): ThrottleTaken {
  const keys = (JSON.parse(stored.keys) as [string, string][]).map(([scope, key]) => ({ scope, key }));
  return { id: stored.id, at: stored.at, overAt: stored.over_at, keys };
}

/** Forgets a take, and what it counts. */
export function giveBackThrottle(connection: Connection, id: string): 'given-back' | 'unknown' {
  const held = connection.get<{ at: number; keys: string }>(
    'SELECT at, keys FROM throttle_takes WHERE id = ?',
    id,
  );
  if (!held) return 'unknown';
  connection.run('DELETE FROM throttle_takes WHERE id = ?', id);
  for (const [scope = '', key = ''] of JSON.parse(held.keys) as string[][])
    connection.run(
      'DELETE FROM throttle_counts WHERE scope = ? AND key = ? AND at = ? AND take_id = ?',
      scope,
      key,
      held.at,
      id,
    );
  return 'given-back';
}

/** Forgets takes whose windows are over by `at`, the oldest first; how many it was. */
export function forgetOver(connection: Connection, at: number, limit: number): number {
  const over = connection.all<{ id: string }>(
    'SELECT id FROM throttle_takes WHERE over_at <= ? ORDER BY over_at LIMIT ?',
    at,
    limit,
  );
  for (const { id } of over) giveBackThrottle(connection, id);
  return over.length;
}

/** A take of this id whose windows are not over. */
function isHeld(connection: Connection, { id, at }: ThrottleTake): boolean {
  return connection.get('SELECT 1 FROM throttle_takes WHERE id = ? AND over_at > ?', id, at) !== undefined;
}

function longestRefusal(connection: Connection, { at, claims }: ThrottleTake): ThrottleRefusal | null {
  let longest: ThrottleRefusal | null = null;
  for (const claim of claims) {
    const retryAt = freeAgainAt(connection, claim, at);
    if (retryAt > Math.max(at, longest?.retryAt ?? 0))
      longest = { refused: { scope: claim.scope, key: claim.key }, retryAt };
  }
  return longest;
}

/** When the `limit`th newest take of a key has left the window; `at` when there are fewer. */
function freeAgainAt(connection: Connection, { scope, key, windows }: ThrottleClaim, at: number): number {
  const instants = windows.map(({ lengthMs, limit }) => {
    if (limit < 1) return at + lengthMs;
    const counted = connection.get<{ at: number }>(
      'SELECT at FROM throttle_counts WHERE scope = ? AND key = ? ORDER BY at DESC LIMIT 1 OFFSET ?',
      scope,
      key,
      limit - 1,
    );
    return counted ? counted.at + lengthMs : at;
  });
  return Math.max(at, ...instants);
}
