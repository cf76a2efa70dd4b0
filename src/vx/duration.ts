import { semanticError } from './page-event.ts';

/**
 * Milliseconds of a time designation: `5s`, `250ms`, `+1.5s` (CSS2, VoiceXML 2.1 §6.5). A bare number is taken as
 * milliseconds, as most browsers do. At most an hour.
 * @throws PageEvent `error.semantic` for anything else.
 */
export function timeMs(text: string): number {
  const match = /^\s*\+?(\d{1,9}(?:\.\d{0,6})?|\.\d{1,6})(ms|s)?\s*$/.exec(text);
  if (!match) throw semanticError(`"${text}" is not a time such as 5s`);
  const ms = Number(match[1]) * (match[2] === 's' ? 1000 : 1);
  return Math.min(Math.round(ms), 3_600_000);
}
