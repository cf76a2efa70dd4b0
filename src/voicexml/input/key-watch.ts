import type { PathStep } from '../grammar/automaton.ts';
import type { Grammar } from '../grammar/grammar.ts';
import { KeyMatcher } from '../grammar/key-matcher.ts';
import type { Keypad } from './keypad.ts';

/** A key that came while something else was going on: which, and what the keys since then match. */
export interface WatchedKey {
  key: string;
  match: { grammar: Grammar; path: PathStep[] } | null;
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
  const ended = over.then(() => 'over' as const);
  const fresh = (): { grammar: Grammar; matcher: KeyMatcher }[] =>
    grammars.map((grammar) => ({ grammar, matcher: new KeyMatcher(grammar.automaton) }));
  let running = fresh();
  for (;;) {
    if ((await Promise.race([ended, keypad.change()])) === 'over' || keypad.left) return null;
    const key = keypad.take();
    if (key === undefined) continue;
    for (const { matcher } of running) matcher.feed(key);
    for (const { grammar, matcher } of running) {
      const path = matcher.match();
      if (path) return { key, match: { grammar, path } };
    }
    if (running.some(({ matcher }) => matcher.state !== 'failed')) continue;
    if (other(key)) return { key, match: null };
    running = fresh();
  }
}
