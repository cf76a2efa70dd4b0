import {
  FORGOTTEN_AT_ONCE,
  type ThrottleRefusal,
  type ThrottleStore,
  type ThrottleTake,
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

export function encodeTake({ id, at, claims }: ThrottleTake): Arguments {
  const lengths = claims.flatMap(({ windows }) => windows.map(({ lengthMs }) => lengthMs));
  const names = claims.map(({ scope, key }) => nameOf(scope, key).toWellFormed());
  return {
    ...{ id, at },
    overAt: at + Math.max(0, ...lengths),
    claims: claims.map(({ windows }, index) => ({ name: names[index], windows })),
    keys: JSON.stringify(names),
    forgets: FORGOTTEN_AT_ONCE,
  };
}

/** A refusal as a function words it: the number of the claim, and until when. */
export function decodeRefusal(answer: string, { claims }: ThrottleTake): ThrottleRefusal {
  const { claim, retryAt } = JSON.parse(answer) as { claim: number; retryAt: number };
  const { scope = '', key = '' } = claims[claim] ?? {};
  return { refused: { scope, key }, retryAt };
}
