import type { Json } from '../../core/json.ts';
import type { Frame } from '../frame.ts';

/**
 * Variables as form fields. A variable without a value is left out; an object is sent by its members, as `a.b`.
 * @throws PageEvent `error.semantic` for a name that is not declared
 */
export function fieldsOf(frame: Frame, names: readonly string[]): [name: string, value: string][] {
  const { script } = frame.context.call;
  return names.flatMap((name) => flat(name, script.evaluate(frame.chain, name)));
}

function flat(name: string, value: Json | undefined): [name: string, value: string][] {
  if (value === undefined) return [];
  if (value === null || typeof value !== 'object') return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, member]) => flat(`${name}.${key}`, member));
}
