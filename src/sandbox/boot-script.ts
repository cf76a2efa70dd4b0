import { utcDateScript } from './utc-date-script.ts';

/**
 * Runs once in every new context and returns `(now, seed) => void`, which begins a unit of work: time and chance come
 * from there. Built-ins are frozen once `prelude` has run, so that nothing stays behind between two uses of a context.
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
    if (Object(value) !== value || seen.has(value)) return;
    seen.add(value);
    for (const key of ownKeys(value)) {
      const own = getOwnPropertyDescriptor(value, key);
      for (const part of 'value' in own ? [own.value] : [own.get, own.set]) freeze(part);
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
  for (const key of ownKeys(globalThis)) {
    const own = getOwnPropertyDescriptor(globalThis, key);
    freeze(own.value);
    if (own.configurable) defineProperty(globalThis, key, { writable: false, enumerable: false, configurable: false });
  }
  return (at, seed) => {
    now = at;
    state = seed >>> 0;
  };
}`;
