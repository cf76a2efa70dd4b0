/**
 * Runs once in every new context: time and chance come from `__begin`, built-ins are frozen, and what could
 * make code from text or keep state between two uses of a context is taken away.
 */
export const bootScript = `(() => {
  'use strict';
  let now = 0;
  let state = 0;
  const RealDate = Date;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  function FixedDate(...list) {
    if (new.target === undefined) return new RealDate(now).toString();
    return list.length === 0 ? new RealDate(now) : new RealDate(...list);
  }
  FixedDate.prototype = RealDate.prototype;
  FixedDate.UTC = RealDate.UTC;
  FixedDate.parse = RealDate.parse;
  FixedDate.now = () => now;
  RealDate.prototype.constructor = FixedDate;
  globalThis.Date = FixedDate;
  Math.random = random;
  Object.defineProperty(globalThis, '__begin', { value: (at, seed) => { now = at; state = seed >>> 0; } });

  const seen = new Set();
  const freeze = (value) => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
    seen.add(value);
    for (const key of Reflect.ownKeys(value)) {
      const own = Object.getOwnPropertyDescriptor(value, key);
      if (own && 'value' in own) freeze(own.value);
      else if (own) { freeze(own.get); freeze(own.set); }
    }
    const parent = Object.getPrototypeOf(value);
    if (parent) freeze(parent);
    if (value !== globalThis) Object.freeze(value);
  };
  freeze(function* () {}.constructor);
  freeze(async function () {}.constructor);
  freeze(async function* () {}.constructor);
  for (const key of Reflect.ownKeys(globalThis)) {
    const own = Object.getOwnPropertyDescriptor(globalThis, key);
    if (!own || !('value' in own)) continue;
    freeze(own.value);
    if (own.configurable) Object.defineProperty(globalThis, key, { value: own.value, writable: false, enumerable: false, configurable: false });
  }
})()`;
