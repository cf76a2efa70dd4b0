import { isDeepStrictEqual } from 'node:util';

import type { Json, JsonObject } from './json.ts';

/** One value that is different. What is left out was not there, or is not there any more. */
export interface ValueChange {
  /** JSON Pointer (RFC 6901). */
  pointer: string;
  from?: Json;
  to?: Json;
}

/** A document with a JSON merge patch applied (RFC 7396 §2); both stay as they are. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch))
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  return Object.fromEntries(merged);
}

/** The merge patch that makes `to` of `from`: documents without nulls, which a merge patch cannot write. */
export function patchBetween(from: JsonObject, to: JsonObject): JsonObject {
  const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
  const others = Object.entries(to).flatMap(([key, value]): [string, Json][] => {
    const before = valueOf(from, key);
    if (isDeepStrictEqual(before, value)) return [];
    return [[key, isObject(before) && isObject(value) ? patchBetween(before, value) : value]];
  });
  return Object.fromEntries([...gone.map((key): [string, Json] => [key, null]), ...others]);
}

/** Every value that is different, the smallest parts of it; lists are compared as a whole. */
export function changesBetween(from: JsonObject, to: JsonObject, above = ''): ValueChange[] {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys.flatMap((key): ValueChange[] => {
    const [before, after] = [valueOf(from, key), valueOf(to, key)];
    const pointer = `${above}/${escaped(key)}`;
    if (isDeepStrictEqual(before, after)) return [];
    if (isObject(before) && isObject(after)) return changesBetween(before, after, pointer);
    return [
      { pointer, ...(before !== undefined && { from: before }), ...(after !== undefined && { to: after }) },
    ];
  });
}

/** A JSON Pointer (RFC 6901 §3) to where a path leads. */
export function pointerTo(path: readonly (string | number)[]): string {
  return path.map((step) => `/${escaped(String(step))}`).join('');
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function valueOf(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
