import type { PathStep } from '../grammar/automaton.ts';
import { KeyMatcher } from '../grammar/key-matcher.ts';
import type { Grammar } from '../grammar/grammar.ts';
import type { Keypad } from './keypad.ts';

/** Timers of one listen, ms, and the key that ends an entry (empty: none). VoiceXML 2.1 §6.3.3. */
export interface Timing {
  timeout: number;
  interdigit: number;
  term: number;
  termchar: string;
}

export type Collected =
  | { kind: 'match'; grammar: Grammar; path: PathStep[] }
  | { kind: 'nomatch'; keys: string }
  | { kind: 'noinput' }
  | { kind: 'left' };

/**
 * Collects one entry against the active grammars, which stand in order of precedence (VoiceXML 2.1 appendix D.2):
 * - nothing at all within `timeout`: noinput
 * - no grammar can match any more: nomatch at once, and what was typed ahead is dropped with the slip
 * - a match that nothing may follow: ends at once, or waits `term` for the terminating key
 * - otherwise `interdigit` is waited for another key; then it is a match or nomatch as it stands
 */
export async function collect(
  keypad: Keypad,
  grammars: readonly Grammar[],
  timing: Timing,
): Promise<Collected> {
  const entry = new Entry(grammars);
  for (;;) {
    if (entry.isFinal) return await swallowTerminator(keypad, entry, timing);
    const waited = await keypad.wait(entry.keys === '' ? timing.timeout : timing.interdigit);
    if (waited === 'left') return { kind: 'left' };
    if (waited === 'timeout') return entry.keys === '' ? { kind: 'noinput' } : entry.conclusion();
    const key = keypad.take() ?? '';
    // The terminating key is data where a grammar takes it at this place.
    if (key === timing.termchar && !entry.takes(key)) return entry.conclusion();
    entry.feed(key);
    if (entry.hasFailed) {
      keypad.clear();
      return entry.conclusion();
    }
  }
}

/** After a complete entry a terminating key belongs to it, when it is typed already or comes within `term`. */
async function swallowTerminator(keypad: Keypad, entry: Entry, timing: Timing): Promise<Collected> {
  if (timing.termchar !== '' && timing.term > 0 && (await keypad.wait(timing.term)) === 'left')
    return { kind: 'left' };
  if (timing.termchar !== '' && keypad.peek() === timing.termchar) keypad.take();
  return entry.conclusion();
}

/** The keys of one entry and where each grammar stands. */
class Entry {
  keys = '';
  readonly #running: { grammar: Grammar; matcher: KeyMatcher }[];

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

  get hasFailed(): boolean {
    return this.#running.every(({ matcher }) => matcher.state === 'failed');
  }

  takes(key: string): boolean {
    return this.#running.some(({ matcher }) => matcher.takes(key));
  }

  feed(key: string): void {
    this.keys += key;
    for (const { matcher } of this.#running) matcher.feed(key);
  }

  conclusion(): Collected {
    for (const { grammar, matcher } of this.#running) {
      const path = matcher.match();
      if (path) return { kind: 'match', grammar, path };
    }
    return { kind: 'nomatch', keys: this.keys };
  }
}
