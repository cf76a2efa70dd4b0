import { describe, expect, test } from 'vitest';

import { aRuntime, run, runAlone } from './a-runtime.ts';

/** Walks everything the globals and these values lead to; paths of what is not frozen. */
const openPaths = `
  const seen = new Set([globalThis]);
  const open = [];
  const walk = (value, path) => {
    if (Object(value) !== value || seen.has(value)) return;
    seen.add(value);
    if (!Object.isFrozen(value)) open.push(path);
    inner(value, path);
  };
  const inner = (value, path) => {
    for (const key of Reflect.ownKeys(value)) {
      const own = Object.getOwnPropertyDescriptor(value, key);
      for (const part of [own.value, own.get, own.set]) walk(part, path + '.' + String(key));
    }
    walk(Object.getPrototypeOf(value), path + '.__proto__');
  };
  inner(globalThis, 'globalThis');
  const generators = [function* () {}, async function* () {}, async function () {}, async () => {}];
  const samples = [...generators, [].keys(), ''[Symbol.iterator](), new Map().keys(), new Set().keys(), 'a'.matchAll(/a/g),
    [].values().map((one) => one), Iterator.from({ next() {} }), Promise.resolve(), new Proxy({}, {}), /a/, class {},
    new DataView(new ArrayBuffer(1)), (function () { return arguments })(), new Date(), new Error(), Symbol(), 10n, ''];
  samples.forEach((one, at) => walk(Object.getPrototypeOf(Object(one)), 'sample ' + at));
  return open;`;

test('everything a script can reach from the start is frozen', async () => {
  expect(await runAlone(openPaths)).toEqual([]);
});

test('no global can be replaced or taken away', async () => {
  const check = `return Reflect.ownKeys(globalThis).filter((key) => {
    const own = Object.getOwnPropertyDescriptor(globalThis, key);
    return own.configurable || own.writable;
  }).map(String)`;
  expect(await runAlone(check)).toEqual([]);
});

describe('a change to a built-in does not last', () => {
  test.each([
    ['Array.prototype.push = () => "mine"', 'return [].push(1)', 1],
    ['Object.prototype.mine = 1', 'return ({}).mine', undefined],
    ['Math.max = () => 0', 'return Math.max(1, 2)', 2],
    ['JSON.parse = () => 0', 'return JSON.parse("5")', 5],
    ['Object.getPrototypeOf([].values()).next = () => ({ done: true })', 'return [...[1, 2]]', [1, 2]],
    ['Date.now = () => 0', 'return Date.now() > 0', true],
  ])('%s', async (change, look, expected) => {
    const runtime = await aRuntime();
    run(runtime, `${change}`);
    expect(run(runtime, look)).toEqual(expected);
    runtime.dispose();
  });
});

test('objects still may have a toString, a name or a constructor of their own', async () => {
  const script = `
    const plain = {};
    plain.toString = () => 'own';
    const error = new Error('a');
    error.name = 'Mine';
    error.message = 'b';
    function Base() {}
    function Inner() {}
    Inner.prototype = Object.create(Base.prototype);
    Inner.prototype.constructor = Inner;
    class Refusal extends Error { constructor(text) { super(text); this.name = 'Refusal'; } }
    return [String(plain), String(error), new Inner().constructor === Inner, String(new Refusal('no')), Object.keys(plain)];`;
  expect(await runAlone(script)).toEqual(['own', 'Mine: b', true, 'Refusal: no', ['toString']]);
});
