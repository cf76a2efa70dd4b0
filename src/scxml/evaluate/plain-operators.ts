import type { Json } from '../../core/json.ts';

/** What a plain expression may come to. `undefined` has no JSON but is a value all the same. */
export type Plain = Json | undefined;

/** This cannot be said without a script engine; whoever asks has to ask that one, from the beginning. */
export class NotPlain extends Error {}

/** Always the same one: it is thrown in every step with a script, and a stack trace costs more than most steps. */
const theOne = new NotPlain('not plain');

export function notPlain(): never {
  throw theOne;
}

/** Longer texts are left to a place where memory is counted. */
const LONGEST_TEXT = 65_536;

export function isObject(value: Plain): value is Json[] | { [key: string]: Json } {
  return typeof value === 'object' && value !== null;
}

/** Larger ones are not copied for one change. */
const MOST_PARTS = 10_000;

function number(value: Plain): number {
  return typeof value === 'number' ? value : notPlain();
}

function plus(left: Plain, right: Plain): Plain {
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (isObject(left) || isObject(right) || (typeof left !== 'string' && typeof right !== 'string'))
    return notPlain();
  return text(String(left) + String(right));
}

export function text(value: string): string {
  return value.length > LONGEST_TEXT ? notPlain() : value;
}

/** ECMAScript 7.2.13, of two numbers or two texts. */
function ordered<T extends Plain>(left: Plain, right: Plain, holds: (left: T, right: T) => boolean): boolean {
  const type = typeof left;
  if (type !== typeof right || (type !== 'number' && type !== 'string')) return notPlain();
  return holds(left as T, right as T);
}

function strictlyEqual(left: Plain, right: Plain): boolean {
  // Which object it is does not survive as JSON.
  return isObject(left) && isObject(right) ? notPlain() : left === right;
}

function equal(left: Plain, right: Plain): boolean {
  if (left === null || left === undefined) return right === null || right === undefined;
  if (right === null || right === undefined) return false;
  return typeof left === typeof right ? strictlyEqual(left, right) : notPlain();
}

/** Operators whose result is the same in every engine. `**` is not among them: its last digit is not. */
export const binaryOperators: Partial<Record<string, (left: Plain, right: Plain) => Plain>> = {
  '+': plus,
  '-': (left, right) => number(left) - number(right),
  '*': (left, right) => number(left) * number(right),
  '/': (left, right) => number(left) / number(right),
  '%': (left, right) => number(left) % number(right),
  '<': (left, right) => ordered<number | string>(left, right, (a, b) => a < b),
  '>': (left, right) => ordered<number | string>(left, right, (a, b) => a > b),
  '<=': (left, right) => ordered<number | string>(left, right, (a, b) => a <= b),
  '>=': (left, right) => ordered<number | string>(left, right, (a, b) => a >= b),
  '===': strictlyEqual,
  '!==': (left, right) => !strictlyEqual(left, right),
  '==': equal,
  '!=': (left, right) => !equal(left, right),
};

export const unaryOperators: Partial<Record<string, (value: Plain) => Plain>> = {
  '!': (value) => !value,
  '-': (value) => -number(value),
  '+': (value) => number(value),
  typeof: (value) => (value === null ? 'object' : typeof value),
};

/** A property that is the value's own. What a prototype would answer is not looked for here. */
export function propertyOf(value: Plain, key: string): Plain {
  if (typeof value === 'string') {
    if (key === 'length') return value.length;
    return /^(0|[1-9]\d{0,9})$/.test(key) && Number(key) < value.length ? value[Number(key)] : notPlain();
  }
  if (!isObject(value)) return notPlain();
  if (Object.hasOwn(value, key)) return (value as { [key: string]: Json })[key];
  return key in value ? notPlain() : undefined;
}

/** A copy of a value with one property changed or added. */
export function withProperty(value: Plain, key: string, its: Json): Json {
  if (!isObject(value)) return notPlain();
  if (!Object.hasOwn(value, key) && key in value) return notPlain();
  if (Object.keys(value).length > MOST_PARTS) return notPlain();
  if (!Array.isArray(value)) return { ...value, [key]: its };
  const index = Number(key);
  if (String(index) !== key || !Number.isInteger(index) || index < 0 || index > value.length)
    return notPlain();
  const copy = [...value];
  copy[index] = its;
  return copy;
}

/** A value that is the same after a detour as JSON. */
export function asJson(value: Plain): Json {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) return notPlain();
  return value === undefined ? notPlain() : value;
}
