/** At most `limit` takes in any stretch of `lengthMs`. A limit of 0 refuses everything. */
export interface ThrottleWindow {
  lengthMs: number;
  limit: number;
}

/** What is counted: the takes of one key in its scope, in one or more windows at once. */
export interface ThrottleClaim {
  /** What sort of key it is, such as `service` or `number`; keys of different scopes never meet. */
  scope: string;
  key: string;
  windows: ThrottleWindow[];
}

export interface ThrottleTake {
  /** Makes it repeatable, and is what it is given back by. One id is one take, whatever it claims. */
  id: string;
  /**
   * The instant of the take, epoch ms. It should not go back: what an earlier take found over may be forgotten, so a clock
   * that lags behind another node's counts short by so much.
   */
  at: number;
  claims: ThrottleClaim[];
}

/** A take as it is counted: in which keys, and until when at the longest. */
export interface ThrottleTaken {
  id: string;
  at: number;
  /** When the longest of its windows is over, epoch ms. */
  overAt: number;
  keys: Pick<ThrottleClaim, 'scope' | 'key'>[];
}

/** Which claim was refused, and the first instant at which no window of the take would refuse it any more. */
export interface ThrottleRefusal {
  refused: { scope: string; key: string };
  retryAt: number;
}

/** Takes that a take may forget because their windows are over: more than it adds, so that they do not pile up. */
export const FORGOTTEN_AT_ONCE = 16;

/**
 * Limits per key and time. Windows slide: a take counts from its instant on for exactly the window's length, so that
 * no stretch of that length ever holds more than the limit; fixed windows would let through twice as many around
 * their edge. What is kept is bounded by the limits: one entry a take and key, forgotten when the longest of its
 * windows is over.
 */
export interface ThrottleStore {
  /**
   * Takes one of every claim, or of none. Compares, for each window, the takes counted in it with its limit. An
   * id that has a take already (whose windows are not over) is `taken` again and counts once. Of several
   * refusals the one that lasts longest is told, and nothing changes. Changes: adds the take; forgets up to
   * `FORGOTTEN_AT_ONCE` takes whose windows are over, the oldest first. Emits no hint.
   * Cost: for each window an index range of its limit (Redis: O(log n)).
   */
  take(take: ThrottleTake): Promise<'taken' | ThrottleRefusal>;
  /** Gives a take back, as if it had not been; nothing when there is none of that id (any more). Emits no hint. */
  giveBack(id: string): Promise<'given-back' | 'unknown'>;
}

/** What a take leaves when nothing refuses it. */
export function takenBy({ id, at, claims }: ThrottleTake): ThrottleTaken {
  const lengths = claims.flatMap(({ windows }) => windows.map(({ lengthMs }) => lengthMs));
  return {
    ...{ id, at },
    overAt: at + Math.max(0, ...lengths),
    keys: claims.map(({ scope, key }) => ({ scope, key })),
  };
}
