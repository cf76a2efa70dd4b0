import type { Grammar } from '../grammar/grammar.ts';
import { Entry, type Match } from './entry.ts';
import type { Keypad } from './keypad.ts';

/** Timers of one listen, ms, and the key that ends an entry (empty: none). VoiceXML 2.1 §6.3.3. */
export interface Timing {
  timeout: number;
  interdigit: number;
  term: number;
  termchar: string;
}

export type Collected =
  ({ kind: 'match' } & Match) | { kind: 'nomatch' } | { kind: 'noinput' } | { kind: 'left' };

/**
 * Collects one entry against the active grammars, which stand in order of precedence. What is waited for the next key
 * depends on how the entry stands (VoiceXML 2.1 appendix D.2):
 * - nothing typed: `timeout`, then noinput
 * - complete, and nothing may follow: `term` for the terminating key, then it is a match
 * - otherwise, also when no grammar can match any more: `interdigit`, then it is a match or nomatch as it stands
 *
 * The terminating key ends an entry at once. After a nomatch what was typed ahead is dropped with the slip.
 */
export async function collect(
  keypad: Keypad,
  grammars: readonly Grammar[],
  timing: Timing,
): Promise<Collected> {
  const entry = new Entry(grammars);
  for (;;) {
    const waited = await waitForKey(keypad, entry, timing);
    if (waited === 'left') return { kind: 'left' };
    if (waited === 'timeout' && entry.keys === '') return { kind: 'noinput' };
    const key = waited === 'key' ? (keypad.take() ?? '') : '';
    // The terminating key is data where a grammar takes it at this place.
    const isOver = waited !== 'key' || (key === timing.termchar && !entry.takes(key));
    if (isOver) return conclude(keypad, entry);
    entry.feed(key);
  }
}

/** `over` when the entry ends without a further key. */
async function waitForKey(
  keypad: Keypad,
  entry: Entry,
  { timeout, interdigit, term, termchar }: Timing,
): Promise<'key' | 'left' | 'timeout' | 'over'> {
  if (entry.keys === '') return keypad.wait(timeout);
  if (!entry.isFinal) return keypad.wait(interdigit);
  if (termchar === '') return 'over'; // appendix D.2.5
  // A terminating key that was typed already belongs to the entry; any other key to the next question.
  if (term === 0) return keypad.peek() === termchar ? 'key' : 'over';
  return keypad.wait(term);
}

function conclude(keypad: Keypad, entry: Entry): Collected {
  const match = entry.match();
  if (match) return { kind: 'match', ...match };
  keypad.clear();
  return { kind: 'nomatch' };
}
