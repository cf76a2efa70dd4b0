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

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}
