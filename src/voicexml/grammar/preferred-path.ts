import { keySet, type Automaton, type PathStep } from './automaton.ts';

/** Ways not taken yet: those of a split from `branch` on. `length` is how many steps of the path lead to it. */
interface Fork {
  split: readonly number[];
  branch: number;
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
  const taken = new Map(keys.map((key) => [key, { kind: 'key' as const, key }]));
  const tried = new Tried(states.length);
  const path: PathStep[] = [];
  const forks: Fork[] = [{ split: [start], branch: 0, at: 0, length: 0 }];
  for (let fork = forks.at(-1); fork; fork = forks.at(-1)) {
    let { at } = fork;
    let state = fork.split[fork.branch++];
    path.length = fork.length;
    if (fork.branch >= fork.split.length) forks.pop();
    while (state !== undefined && !tried.seen(at, state)) {
      const here = states[state];
      if (here?.kind === 'note') path.push(here.step);
      else if (here?.kind === 'keys') {
        if (at >= keys.length || (here.keys & (sets[at] ?? 0)) === 0) break;
        const step = taken.get(keys[at++] ?? '');
        if (step) path.push(step);
      } else if (here?.kind === 'split') {
        if (here.to.length > 1) forks.push({ split: here.to, branch: 1, at, length: path.length });
        state = here.to[0];
        continue;
      } else if (at === keys.length) return path;
      else break;
      state = here.to;
    }
  }
  return null;
}

/** Room for this many places in the keys is made at a time. */
const PLACES = 64;

/** Which states were tried at which place, a bit each. */
class Tried {
  readonly #words: number;
  readonly #chunks: Uint32Array[] = [];

  constructor(states: number) {
    this.#words = (states >>> 5) + 1;
  }

  /** Was the state tried here before? From now on it was. */
  seen(at: number, state: number): boolean {
    const chunk = (this.#chunks[Math.floor(at / PLACES)] ??= new Uint32Array(this.#words * PLACES));
    const index = (at % PLACES) * this.#words + (state >>> 5);
    const word = chunk[index] ?? 0;
    const bit = 1 << (state & 31);
    chunk[index] = word | bit;
    return (word & bit) !== 0;
  }
}
