import { callbackCode } from '../../callback/callback-code.ts';
import { parseDuration } from '../../core/duration.ts';
import type { TestCaller } from './test-caller.ts';

/**
 * Does what is written in a test: presses keys, `nothing` or `hangup`; `code` is that of the first callback given,
 * `wrong-code` another one; `says 2s` is said into a recording.
 */
export function act(
  caller: TestCaller,
  written: string,
  { callbacks }: { callbacks: readonly string[] },
): void {
  const said = /^says (\S+)$/.exec(written)?.[1];
  if (said !== undefined) caller.say(parseDuration(said) ?? 0);
  else if (written === 'hangup') caller.hangUp();
  else if (written !== 'nothing') caller.press(keysOf(written, callbacks[0] ?? ''));
}

function keysOf(written: string, callbackId: string): string {
  if (written !== 'code' && written !== 'wrong-code') return written;
  const code = callbackCode(callbackId);
  return written === 'code' ? code : String((Number(code) + 1) % 10_000).padStart(4, '0');
}
