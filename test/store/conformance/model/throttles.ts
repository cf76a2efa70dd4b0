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
  if (isHeld(state, take)) return null;
  const refusals = take.claims.flatMap((claim) => {
    const { scope, key } = claim;
    const retryAt = Math.max(...claim.windows.map((window) => freeAt(state, claim, window, take.at)));
    return retryAt > take.at ? [{ refused: { scope, key }, retryAt }] : [];
  });
  const longest = Math.max(...refusals.map(({ retryAt }) => retryAt));
  return refusals.find(({ retryAt }) => retryAt === longest) ?? null;
}

/** Adds a take and forgets those that are over at its instant; nothing changes when it is held already. */
export function addTake(state: State, take: ThrottleTake): void {
  if (isHeld(state, take)) return;
  for (const [id, held] of state.throttles) if (overAt(held) <= take.at) state.throttles.delete(id);
  state.throttles.set(take.id, take);
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

function isHeld(state: State, { id, at }: ThrottleTake): boolean {
  const held = state.throttles.get(id);
  return held !== undefined && overAt(held) > at;
}

function overAt({ at, claims }: ThrottleTake): number {
  return at + Math.max(0, ...claims.flatMap(({ windows }) => windows.map(({ lengthMs }) => lengthMs)));
}
