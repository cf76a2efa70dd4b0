import { keySet, type Automaton, type PathStep } from './automaton.ts';
import { preferredPath } from './preferred-path.ts';

/**
 * Where an entry stands against a grammar:
 * - `failed`: no continuation can match
 * - `partial`: more keys are needed
 * - `full-extensible`: it matches, and more keys could follow
 * - `full-final`: it matches and nothing may follow
 */
export type MatchState = 'failed' | 'partial' | 'full-extensible' | 'full-final';

/**
 * Runs an automaton over keys, in all its states at once, so the time for a key is bounded by the size of the grammar
 * however many keys came before. Of several ways to match the one that the grammar names first counts.
 */
export class KeyMatcher {
  readonly #automaton: Automaton;
  readonly #keys: string[] = [];
  /** States that wait for a key. */
  #waiting: number[] = [];
  #accepts = false;
  /** The turn in which a state was last visited. */
  readonly #visited: Int32Array;
  #turn = 0;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    this.#visited = new Int32Array(automaton.states.length);
    this.#settle([automaton.start]);
  }

  get state(): MatchState {
    const extensible = this.#waiting.length > 0;
    if (this.#accepts) return extensible ? 'full-extensible' : 'full-final';
    return extensible ? 'partial' : 'failed';
  }

  /** Could the key be data at this place? */
  takes(key: string): boolean {
    return this.#after(key).length > 0;
  }

  feed(key: string): MatchState {
    this.#keys.push(key);
    this.#settle(this.#after(key));
    return this.state;
  }

  /** The preferred way through the grammar for the keys so far; null when they do not match. */
  match(): PathStep[] | null {
    return this.#accepts ? preferredPath(this.#automaton, this.#keys) : null;
  }

  #after(key: string): number[] {
    const set = keySet(key);
    const moved: number[] = [];
    for (const id of this.#waiting) {
      const state = this.#automaton.states[id];
      if (state?.kind === 'keys' && (state.keys & set) !== 0) moved.push(state.to);
    }
    return moved;
  }

  /** Follows everything that needs no key; each state is visited once. */
  #settle(pending: number[]): void {
    this.#turn++;
    this.#waiting = [];
    this.#accepts = false;
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (this.#visited[id] === this.#turn) continue;
      this.#visited[id] = this.#turn;
      const state = this.#automaton.states[id];
      if (state?.kind === 'keys') this.#waiting.push(id);
      else if (state?.kind === 'split') for (const to of state.to) pending.push(to);
      else if (state?.kind === 'note') pending.push(state.to);
      else this.#accepts = true;
    }
  }
}
