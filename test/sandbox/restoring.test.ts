import { beforeAll, describe, expect, test } from 'vitest';

import { loadScriptEngine, ScriptRuntime } from '../../src/sandbox/script-runtime.ts';

beforeAll(() => loadScriptEngine());

/** Runs a script; tells whether the runtime could be restored, and what is left of it for the next one. */
function leftOf(script: string, look: string): { restored: boolean; seen: unknown } {
  const runtime = new ScriptRuntime();
  runtime.begin({ now: 0, seed: 1 });
  const run = (source: string): unknown =>
    runtime.call(runtime.compile(`(source) => Function(source)()`), [source]);
  try {
    run(script);
  } catch {
    // What it did before counts.
  }
  const restored = runtime.restore();
  runtime.begin({ now: 0, seed: 1 });
  const seen = restored ? run(look) : null;
  runtime.dispose();
  return { restored, seen };
}

describe('a runtime that is restored', () => {
  test.each([
    ['a variable that was not declared', 'left = 1', 'return typeof left'],
    ['a property of the global object', 'this.left = 1', 'return typeof left'],
    [
      'one that is not enumerable',
      "Object.defineProperty(this, 'left', { value: 1, configurable: true })",
      'return typeof left',
    ],
    [
      'one with a symbol for a name',
      "this[Symbol.for('left')] = 1",
      "return typeof this[Symbol.for('left')]",
    ],
    [
      'what was put into a built-in function',
      'try { Array.from.left = 1 } catch {}',
      'return typeof Array.from.left',
    ],
    [
      'what was put into a prototype',
      'try { Object.prototype.left = 1 } catch {}',
      'return typeof ({}).left',
    ],
  ])('has lost %s', (_, script, look) => {
    expect(leftOf(script, look)).toEqual({ restored: true, seen: 'undefined' });
  });

  test.each([
    ['that cannot be taken away', "Object.defineProperty(this, 'left', { value: 1 })"],
    ['by eval, where nobody sees it', "(0, eval)('let left = 1')"],
    [
      'by eval, got in a roundabout way',
      "Object.getOwnPropertyDescriptor(this, 'ev' + 'al').get.call()('let left = 1')",
    ],
    ['by a function that runs later', 'Promise.resolve().then(() => { left = 1 })'],
    ['by a limit that was hit', 'left = 1; while (true) {}'],
    ['by another prototype of the global object', 'Object.setPrototypeOf(this, { left: 1 })'],
    ['by a global object that takes no more', 'Object.preventExtensions(this)'],
  ])('is none when something was left %s', (_, script) => {
    expect(leftOf(script, 'return 1').restored).toBe(false);
  });

  test('still has an eval that sees the variables around it', () => {
    expect(leftOf('', "const near = 5; return eval('near')")).toEqual({ restored: true, seen: 5 });
  });
});
