import type { Json, JsonObject } from '../core/json.ts';

const LONGEST = 60;

/** What the names in a condition stand for, such as `attempts 3, options._max_dial_attempts 3`; of the event, too. */
export function inputsOf(guard: string, data: JsonObject, event: Json): string {
  const bare = guard.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, ' ');
  const names = bare.match(/[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*(?!\w|\s*\()/g) ?? [];
  const inputs = [...new Set(names)].flatMap((name) => {
    const value = valueOf(name.split('.'), { ...data, _data: data, _event: { data: event } });
    return value === undefined ? [] : [`${name} ${shortly(value)}`];
  });
  return inputs.join(', ');
}

/** A value in few letters. */
export function shortly(value: Json): string {
  const text = typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function valueOf([name = '', ...rest]: string[], data: Json): Json | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data) || !Object.hasOwn(data, name))
    return undefined;
  const value = data[name] ?? null;
  return rest.length === 0 ? value : valueOf(rest, value);
}
