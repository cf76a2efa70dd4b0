import { keySet, type Automaton, type PathStep } from './automaton.ts';

/** A way not taken yet: `length` is how many steps of the path lead to it. */
interface Fork {
  state: number;
  at: number;
  length: number;
}

/**
 * The first way through an automaton for exactly these keys, as a backtracking matcher would find it; null when there
 * is none. A state that failed at a place in the keys is not tried there again, so it takes at most one visit for each
 * state and key.
 */
export function preferredPath({ states, start }: Automaton, keys: readonly string[]): PathStep[] | null {
  const sets = keys.map(keySet);
  const tried = new Tried(states.length);
  const path: PathStep[] = [];
  const forks: Fork[] = [{ state: start, at: 0, length: 0 }];
  for (let fork = forks.pop(); fork; fork = forks.pop()) {
    path.length = fork.length;
    let { state, at } = fork;
    while (!tried.seen(at, state)) {
      const here = states[state];
      if (here?.kind === 'note') path.push(here.step);
      else if (here?.kind === 'keys') {
        if (at >= keys.length || (here.keys & (sets[at] ?? 0)) === 0) break;
        path.push({ kind: 'key', key: keys[at++] ?? '' });
      } else if (here?.kind === 'split') {
        for (let other = here.to.length - 1; other > 0; other--)
          forks.push({ state: here.to[other] ?? 0, at, length: path.length });
        const [first] = here.to;
        if (first === undefined) break;
        state = first;
        continue;
      } else if (at === keys.length) return path;
      else break;
      state = here.to;
    }
  }
  return null;
}

/** Which states were tried at which place, a bit each. */
class Tried {
  readonly #states: number;
  readonly #places: Uint32Array[] = [];

  constructor(states: number) {
    this.#states = states;
  }

  /** Was the state tried here before? From now on it was. */
  seen(at: number, state: number): boolean {
    const place = (this.#places[at] ??= new Uint32Array((this.#states >>> 5) + 1));
    const word = place[state >>> 5] ?? 0;
    const bit = 1 << (state & 31);
    place[state >>> 5] = word | bit;
    return (word & bit) !== 0;
  }
}
