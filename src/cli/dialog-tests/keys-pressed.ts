import { callbackCode } from '../../callback/callback-code.ts';

/** `code` is that of the first callback given, `wrong-code` another one. */
export function keysPressed(written: string, { callbacks }: { callbacks: readonly string[] }): string {
  if (written !== 'code' && written !== 'wrong-code') return written;
  const code = callbackCode(callbacks[0] ?? '');
  return written === 'code' ? code : String((Number(code) + 1) % 10_000).padStart(4, '0');
}
