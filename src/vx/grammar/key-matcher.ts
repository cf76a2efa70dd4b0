import type { Automaton, PathStep } from './automaton.ts';

/**
 * Where an entry stands against a grammar:
 * - `failed`: no continuation can match
 * - `partial`: more keys are needed
 * - `full-extensible`: it matches, and more keys could follow
 * - `full-final`: it matches and nothing may follow
 */
export type MatchState = 'failed' | 'partial' | 'full-extensible' | 'full-final';

interface Path {
  step: PathStep;
  before: Path | null;
}

interface Thread {
  state: number;
  path: Path | null;
}

/**
 * Runs an automaton over keys, all paths at once (as Pike's regular expression machine does), so the time for a key
 * is bounded by the size of the grammar. Of several matches the one that the grammar names first wins.
 */
export class KeyMatcher {
  readonly #automaton: Automaton;
  #threads: Thread[];

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    this.#threads = this.#closure([{ state: automaton.start, path: null }]);
  }

  get state(): MatchState {
    const full = this.#accepting() !== undefined;
    const extensible = this.#threads.some(({ state }) => this.#automaton.states[state]?.kind === 'key');
    if (full) return extensible ? 'full-extensible' : 'full-final';
    return extensible ? 'partial' : 'failed';
  }

  /** Could the key be data at this place? */
  takes(key: string): boolean {
    return this.#threads.some(({ state }) => this.#keyOf(state) === key);
  }

  feed(key: string): MatchState {
    const moved: Thread[] = [];
    for (const { state, path } of this.#threads) {
      const at = this.#automaton.states[state];
      if (at?.kind === 'key' && at.key === key)
        moved.push({ state: at.to, path: { step: { kind: 'key', key }, before: path } });
    }
    this.#threads = this.#closure(moved);
    return this.state;
  }

  /** The preferred way through the grammar for the keys so far; null when they do not match. */
  match(): PathStep[] | null {
    const thread = this.#accepting();
    if (!thread) return null;
    const steps: PathStep[] = [];
    for (let at = thread.path; at; at = at.before) steps.push(at.step);
    return steps.reverse();
  }

  #accepting(): Thread | undefined {
    return this.#threads.find(({ state }) => this.#automaton.states[state]?.kind === 'accept');
  }

  #keyOf(id: number): string | undefined {
    const state = this.#automaton.states[id];
    return state?.kind === 'key' ? state.key : undefined;
  }

  /** Follows everything that needs no key. Each state is visited once: the first, preferred path to it stays. */
  #closure(threads: Thread[]): Thread[] {
    const visited = new Set<number>();
    const resting: Thread[] = [];
    const pending = threads.reverse();
    for (let thread = pending.pop(); thread; thread = pending.pop()) {
      if (visited.has(thread.state)) continue;
      visited.add(thread.state);
      const state = this.#automaton.states[thread.state];
      if (state?.kind === 'split')
        for (const to of state.to.toReversed()) pending.push({ state: to, path: thread.path });
      else if (state?.kind === 'note')
        pending.push({ state: state.to, path: { step: state.step, before: thread.path } });
      else resting.push(thread);
    }
    return resting;
  }
}
