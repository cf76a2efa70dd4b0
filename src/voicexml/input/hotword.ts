import type { Grammar } from '../grammar/grammar.ts';
import type { ListenFor } from '../prompt/prompt-queue.ts';
import { collect, type Collected, type Timing } from './collect.ts';
import type { Match } from './entry.ts';
import type { Keypad } from './keypad.ts';

type Understood = { kind: 'match' } & Match;

/**
 * Listens during a prompt with bargein type hotword: an entry that no grammar understands is ignored (VoiceXML 2.1
 * §4.1.5.1). An entry that is under way when the prompt ends is brought to its end.
 */
export function listenForHotword(
  keypad: Keypad,
  grammars: readonly Grammar[],
  timing: Timing,
): ListenFor<Understood> {
  return async (played) => {
    const end = { reached: false };
    const ended = played.then(() => (end.reached = true));
    for (;;) {
      await keypad.changeBefore(ended);
      if (end.reached || keypad.left) return null;
      const collected = await collect(keypad, grammars, timing);
      if (collected.kind === 'match') return collected;
    }
  };
}

/** Listens after such a prompt: entries that no grammar understands are ignored here too, so there is no nomatch. */
export async function collectHotword(
  keypad: Keypad,
  grammars: readonly Grammar[],
  timing: Timing,
): Promise<Collected> {
  const deadline = keypad.now + timing.timeout;
  for (;;) {
    const timeout = Math.max(0, deadline - keypad.now);
    const collected = await collect(keypad, grammars, { ...timing, timeout });
    if (collected.kind !== 'nomatch') return collected;
  }
}
