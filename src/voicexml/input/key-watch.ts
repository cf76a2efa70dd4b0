import type { Grammar } from '../grammar/grammar.ts';
import { Entry, type Match } from './entry.ts';
import type { Keypad } from './keypad.ts';

/** A key that came while something else was going on: which, and what the keys since then match. */
export interface WatchedKey {
  key: string;
  match: Match | null;
}

/**
 * Watches the keys while the platform records or bridges. A grammar that matches answers at once; keys that match none
 * are handed to `other`, and when that says true they answer as well. Null when `over` came first or the caller left.
 */
export async function watchKeys(
  keypad: Keypad,
  grammars: readonly Grammar[],
  { over, other }: { over: Promise<unknown>; other: (key: string) => boolean },
): Promise<WatchedKey | null> {
  const end = { reached: false };
  const ended = over.then(() => (end.reached = true));
  let entry = new Entry(grammars);
  for (;;) {
    await keypad.changeBefore(ended);
    if (end.reached || keypad.left) return null;
    const key = keypad.take() ?? '';
    entry.feed(key);
    const match = entry.match();
    if (match) return { key, match };
    if (!entry.hasFailed) continue;
    if (other(key)) return { key, match: null };
    entry = new Entry(grammars);
  }
}
