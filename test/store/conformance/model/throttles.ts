import type {
  ThrottleClaim,
  ThrottleRefusal,
  ThrottleStore,
  ThrottleTake,
} from '../../../../src/store/throttles.ts';
import type { Immediate } from './immediate.ts';
import type { State } from './state.ts';

export function throttlesModel(state: State): Immediate<ThrottleStore> {
  return {
    take: (take) => {
      const refusal = refusalOf(state, take);
      if (refusal) return refusal;
      addTake(state, take);
      return 'taken';
    },
    giveBack: (id) => (state.throttles.delete(id) ? 'given-back' : 'unknown'),
  };
}

/** The refusal that lasts longest; null for a take that is held already. */
export function refusalOf(state: State, take: ThrottleTake): ThrottleRefusal | null {
  if (state.throttles.has(take.id) && !isOver(state, take.id, take.at)) return null;
  const refusals = take.claims.flatMap((claim) => {
    const { scope, key } = claim;
    const retryAt = Math.max(...claim.windows.map((window) => freeAt(state, claim, window, take.at)));
    return retryAt > take.at ? [{ refused: { scope, key }, retryAt }] : [];
  });
  const longest = Math.max(...refusals.map(({ retryAt }) => retryAt));
  return refusals.find(({ retryAt }) => retryAt === longest) ?? null;
}

/** Forgets what is over at the instant of the take, and adds it unless it is held already. */
export function addTake(state: State, take: ThrottleTake): void {
  for (const id of state.throttles.keys()) if (isOver(state, id, take.at)) state.throttles.delete(id);
  if (!state.throttles.has(take.id)) state.throttles.set(take.id, take);
}

/** The first instant at which fewer takes than the limit are in the window. */
function freeAt(
  state: State,
  { scope, key }: ThrottleClaim,
  { lengthMs, limit }: ThrottleClaim['windows'][number],
  at: number,
): number {
  if (limit === 0) return at + lengthMs;
  const counted = [...state.throttles.values()]
    .filter(({ claims }) => claims.some((claim) => claim.scope === scope && claim.key === key))
    .map((take) => take.at)
    .sort((a, b) => b - a);
  return (counted[limit - 1] ?? -Infinity) + lengthMs;
}

function isOver(state: State, id: string, at: number): boolean {
  const held = state.throttles.get(id);
  return held !== undefined && overAt(held) <= at;
}

function overAt({ at, claims }: ThrottleTake): number {
  return at + Math.max(0, ...claims.flatMap(({ windows }) => windows.map(({ lengthMs }) => lengthMs)));
}
