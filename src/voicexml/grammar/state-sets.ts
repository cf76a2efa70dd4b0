import { keySet, type Automaton } from './automaton.ts';

/** All states an automaton may be in after some keys. */
export interface StateSet {
  /** States that wait for a key, in ascending order. */
  waiting: readonly number[];
  accepts: boolean;
  /** Where keys led from here before. */
  next: Map<string, StateSet>;
}

/** How many states may be remembered in sets; a hostile grammar has more sets than could ever be kept. */
const MOST_REMEMBERED = 100_000;

/** The sets of states of one automaton. A set that came up before is found again instead of being made again. */
export class StateSets {
  readonly first: StateSet;
  readonly #automaton: Automaton;
  readonly #known = new Map<string, StateSet>();
  #remembered = 0;
  /** The turn in which a state was last visited. */
  readonly #visited: Int32Array;
  #turn = 0;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    this.#visited = new Int32Array(automaton.states.length);
    this.first = this.#settle([automaton.start]);
  }

  after(set: StateSet, key: string): StateSet {
    const known = set.next.get(key);
    if (known) return known;
    const next = this.#settle(this.#moved(set, key));
    if (this.#remembered > MOST_REMEMBERED) return next;
    const name = `${next.accepts} ${next.waiting.join(' ')}`;
    const same = this.#known.get(name) ?? next;
    if (same === next) this.#remembered += next.waiting.length + 1;
    this.#known.set(name, same);
    set.next.set(key, same);
    return same;
  }

  #moved({ waiting }: StateSet, key: string): number[] {
    const keys = keySet(key);
    const moved: number[] = [];
    for (const id of waiting) {
      const state = this.#automaton.states[id];
      if (state?.kind === 'keys' && (state.keys & keys) !== 0) moved.push(state.to);
    }
    return moved;
  }

  /** Follows everything that needs no key; each state is visited once. */
  #settle(pending: number[]): StateSet {
    const turn = ++this.#turn;
    const waiting: number[] = [];
    let accepts = false;
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (this.#visited[id] === turn) continue;
      this.#visited[id] = turn;
      const state = this.#automaton.states[id];
      if (state?.kind === 'keys') waiting.push(id);
      else if (state?.kind === 'split') for (const to of state.to) pending.push(to);
      else if (state?.kind === 'note') pending.push(state.to);
      else accepts = true;
    }
    return { waiting: waiting.sort((a, b) => a - b), accepts, next: new Map() };
  }
}
