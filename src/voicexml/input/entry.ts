import type { PathStep } from '../grammar/automaton.ts';
import type { Grammar } from '../grammar/grammar.ts';
import { KeyMatcher } from '../grammar/key-matcher.ts';

/** Keys that a grammar understood. */
export interface Match {
  grammar: Grammar;
  path: PathStep[];
}

/** The keys of one entry and where each grammar stands. */
export class Entry {
  keys = '';
  readonly #running: { grammar: Grammar; matcher: KeyMatcher }[];
  #spoilt = false;

  /** `grammars` stand in order of precedence. */
  constructor(grammars: readonly Grammar[]) {
    this.#running = grammars.map((grammar) => ({ grammar, matcher: new KeyMatcher(grammar.automaton) }));
  }

  /** Something matches and no grammar could go on. */
  get isFinal(): boolean {
    const states = this.#running.map(({ matcher }) => matcher.state);
    return (
      states.includes('full-final') && states.every((state) => state === 'full-final' || state === 'failed')
    );
  }

  /** No grammar can match any more, whatever follows. */
  get hasFailed(): boolean {
    return this.#spoilt || this.#running.every(({ matcher }) => matcher.state === 'failed');
  }

  /** Could the key be data at this place? */
  takes(key: string): boolean {
    return !this.#spoilt && this.#running.some(({ matcher }) => matcher.takes(key));
  }

  feed(key: string): void {
    if (this.#spoilt) return;
    this.keys += key;
    for (const { matcher } of this.#running) matcher.feed(key);
    this.#spoilt = this.hasFailed;
  }

  /** What the keys so far mean by the first grammar that matches. */
  match(): Match | null {
    for (const { grammar, matcher } of this.#spoilt ? [] : this.#running) {
      const path = matcher.match();
      if (path) return { grammar, path };
    }
    return null;
  }
}
