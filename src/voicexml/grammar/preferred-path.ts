import { keySet, type Automaton, type PathStep, type State } from './automaton.ts';

/** States of a trail in one piece of memory. */
const CHUNK = 512;

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
  const tried = new Tried(states.length);
  const trail = new Trail();
  const forks: Fork[] = [{ split: [start], branch: 0, at: 0, length: 0 }];
  for (let fork = forks.at(-1); fork; fork = forks.at(-1)) {
    let { at } = fork;
    let state = fork.split[fork.branch++];
    trail.length = fork.length;
    if (fork.branch >= fork.split.length) forks.pop();
    while (state !== undefined && !tried.seen(at, state)) {
      const here = states[state];
      if (here?.kind === 'note') trail.push(state);
      else if (here?.kind === 'keys') {
        if (at >= keys.length || (here.keys & (sets[at] ?? 0)) === 0) break;
        at++;
        trail.push(state);
      } else if (here?.kind === 'split') {
        if (here.to.length > 1) forks.push({ split: here.to, branch: 1, at, length: trail.length });
        state = here.to[0];
        continue;
      } else if (at === keys.length) return stepsAlong(trail, states, keys);
      else break;
      state = here.to;
    }
  }
  return null;
}

/** What the states of a trail stand for: each that takes a key for the next one of `keys`. */
function stepsAlong(trail: Trail, states: readonly State[], keys: readonly string[]): PathStep[] {
  const taken = new Map(keys.map((key) => [key, { kind: 'key' as const, key }]));
  let at = 0;
  return Array.from({ length: trail.length }, (_, index) => {
    const state = states[trail.at(index)];
    if (state?.kind === 'note') return state.step;
    const key = keys[at++] ?? '';
    return taken.get(key) ?? { kind: 'key', key };
  });
}

/** States in the order they were passed, in chunks, so that a long trail costs no more for each than a short one. */
class Trail {
  readonly #chunks: Uint32Array[] = [];
  length = 0;

  at(index: number): number {
    return this.#chunks[Math.floor(index / CHUNK)]?.[index % CHUNK] ?? 0;
  }

  push(state: number): void {
    const chunk = (this.#chunks[Math.floor(this.length / CHUNK)] ??= new Uint32Array(CHUNK));
    chunk[this.length++ % CHUNK] = state;
  }
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
