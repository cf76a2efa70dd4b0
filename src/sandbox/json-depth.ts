import type { Json } from '../core/json.ts';

/** Deeper values stay on their side of the fence: the interpreter recurses over them on the stack of the thread. */
export const DEEPEST_VALUE = 1000;

/** True when arrays and objects of a JSON text are nested deeper than `DEEPEST_VALUE`. */
export function isTooDeep(json: string): boolean {
  if (json.length <= 2 * DEEPEST_VALUE) return false;
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') at = endOfString(json, at);
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
    if (depth > DEEPEST_VALUE) return true;
  }
  return false;
}

/** The JSON text of a value; null when it is nested deeper than `DEEPEST_VALUE`. */
export function boundedJson(value: Json): string | null {
  const text = stringified(value);
  return text === null || isTooDeep(text) ? null : text;
}

function stringified(value: Json): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    // JSON from outside has no circles: only its depth can be the reason.
    return null;
  }
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}
