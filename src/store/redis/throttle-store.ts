import {
  FORGOTTEN_AT_ONCE,
  takenBy,
  type ThrottleRefusal,
  type ThrottleStore,
  type ThrottleTake,
  type ThrottleTaken,
} from '../throttles.ts';
import type { RedisConnection } from './connection.ts';
import { nameOf, type Arguments } from './encode.ts';

export function throttleStore(redis: RedisConnection): ThrottleStore {
  return {
    async take(take) {
      const answer = await redis.write('throttles_take', encodeTake(take));
      return answer === 'taken' ? 'taken' : decodeRefusal(answer, take);
    },
    giveBack: (id) => redis.write('throttles_give_back', { id }) as ReturnType<ThrottleStore['giveBack']>,
  };
}

export function encodeTake(take: ThrottleTake): Arguments {
  return {
    ...encodeTaken(takenBy(take)),
    claims: take.claims.map(({ windows, ...counted }) => ({ name: keyName(counted), windows })),
    forgets: FORGOTTEN_AT_ONCE,
  };
}

export function encodeTaken({ id, at, overAt, keys }: ThrottleTaken): Arguments {
  return { id, at, overAt, keys: JSON.stringify(keys.map(keyName)) };
}

/** A take as `archive_all` gives it. */
export function decodeTaken([id, at, overAt, names]: (string | null)[]): ThrottleTaken {
  const keys = (JSON.parse(names ?? '[]') as string[]).map(keyNamed);
  return { id: id ?? '', at: Number(at), overAt: Number(overAt), keys };
}

function keyName({ scope, key }: ThrottleTaken['keys'][number]): string {
  return nameOf(scope, key).toWellFormed();
}

/** What `nameOf` made a name of. */
function keyNamed(name: string): ThrottleTaken['keys'][number] {
  const begin = name.indexOf(':') + 1;
  const end = begin + Number.parseInt(name, 10);
  return { scope: name.slice(begin, end), key: name.slice(end) };
}

/** A refusal as a function words it: the number of the claim, and until when. */
export function decodeRefusal(answer: string, { claims }: ThrottleTake): ThrottleRefusal {
  const { claim, retryAt } = JSON.parse(answer) as { claim: number; retryAt: number };
  const { scope = '', key = '' } = claims[claim] ?? {};
  return { refused: { scope, key }, retryAt };
}
