import { keySet, type Automaton, type PathStep } from './automaton.ts';
import { preferredPath } from './preferred-path.ts';
import { StateSets, type StateSet } from './state-sets.ts';

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
  readonly #sets: StateSets;
  readonly #keys: string[] = [];
  #at: StateSet;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    this.#sets = new StateSets(automaton);
    this.#at = this.#sets.first;
  }

  get state(): MatchState {
    const extensible = this.#at.waiting.length > 0;
    if (this.#at.accepts) return extensible ? 'full-extensible' : 'full-final';
    return extensible ? 'partial' : 'failed';
  }

  /** Could the key be data at this place? */
  takes(key: string): boolean {
    const set = keySet(key);
    return this.#at.waiting.some((id) => {
      const state = this.#automaton.states[id];
      return state?.kind === 'keys' && (state.keys & set) !== 0;
    });
  }

  feed(key: string): MatchState {
    this.#keys.push(key);
    this.#at = this.#sets.after(this.#at, key);
    return this.state;
  }

  /** The preferred way through the grammar for the keys so far; null when they do not match. */
  match(): PathStep[] | null {
    return this.#at.accepts ? preferredPath(this.#automaton, this.#keys) : null;
  }
}
