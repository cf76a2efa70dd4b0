import { utcDateScript } from './utc-date-script.ts';

/**
 * Runs once in every new context and returns `(now, seed) => void`, which begins a unit of work: time and chance come
 * from there. With null for the time it takes away what was added to the global object instead, and tells whether that
 * is as it was in the beginning. Built-ins are frozen once `prelude` has run, so that nothing stays behind between two uses of a context.
 */
export const bootScript = `(prelude) => {
  'use strict';
  let now = 0;
  let state = 0;
  // Mulberry32: small, and the same everywhere.
  Math.random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  (${utcDateScript})(() => now);

  prelude();

  const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;
  const { ownKeys } = Reflect;

  // A frozen prototype would keep objects from having a toString, name or message of their own by assignment.
  const letOverride = (prototype) => {
    for (const key of ownKeys(prototype)) {
      const { value, configurable } = getOwnPropertyDescriptor(prototype, key);
      if (value === undefined || !configurable) continue;
      defineProperty(prototype, key, {
        get: () => value,
        set(own) {
          if (this === prototype || Object(this) !== this) throw new TypeError(String(key) + ' is read-only');
          defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
        },
      });
    }
  };
  letOverride(Object.prototype);
  for (const key of ownKeys(globalThis)) if (/Error$/.test(String(key))) letOverride(globalThis[key].prototype);

  const seen = new Set();
  const freeze = (value) => {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function') || seen.has(value)) return;
    seen.add(value);
    const own = ownKeys(value);
    // Most are functions with a length and a name, which hold nothing: to look would take half of all the time.
    const plain = typeof value === 'function' && own.length === 2 && own[0] === 'length' && own[1] === 'name';
    if (!plain)
      for (const key of own) {
        const held = getOwnPropertyDescriptor(value, key);
        if ('value' in held) freeze(held.value);
        else {
          freeze(held.get);
          freeze(held.set);
        }
      }
    freeze(getPrototypeOf(value));
    if (value !== globalThis) Object.freeze(value);
  };
  // Prototypes that no global leads to.
  freeze([
    function* () {}, async function () {}, async function* () {}, async () => {}, new Map().keys(), new Set().keys(),
    [].keys(), ''[Symbol.iterator](), 'a'.matchAll(/a/g), [].values().map((one) => one),
    Iterator.from({ next() {} }), Iterator.concat?.([]), (function () { return arguments; })(),
  ]);
  // What eval declares with "let" stays where nobody can see it or take it away: who had it in hand is told apart.
  const realEval = globalThis.eval;
  let evalTaken = false;
  const takeEval = () => {
    evalTaken = true;
    return realEval;
  };
  freeze([realEval, takeEval]);
  defineProperty(globalThis, 'eval', { get: takeEval, set: undefined, enumerable: false, configurable: false });
  for (const key of ownKeys(globalThis)) {
    const own = getOwnPropertyDescriptor(globalThis, key);
    freeze(own.value);
    if (own.configurable) defineProperty(globalThis, key, { writable: false, enumerable: false, configurable: false });
  }
  const globals = new Set(ownKeys(globalThis));
  const { deleteProperty, isExtensible } = Reflect;
  const prototype = getPrototypeOf(globalThis);
  const restore = () =>
    !evalTaken && isExtensible(globalThis) && getPrototypeOf(globalThis) === prototype &&
    ownKeys(globalThis).every((key) => globals.has(key) || deleteProperty(globalThis, key));
  return (at, seed) => {
    if (at === null) return restore();
    now = at;
    state = seed >>> 0;
  };
}`;
