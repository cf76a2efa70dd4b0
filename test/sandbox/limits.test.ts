import { describe, expect, test } from 'vitest';

import { isRingbackError } from '../../src/core/errors.ts';
import type { ScriptRuntime } from '../../src/sandbox/script-runtime.ts';
import { aRuntime, NOON, run } from './a-runtime.ts';

function limitOf(runtime: ScriptRuntime, body: string): string {
  try {
    run(runtime, body);
  } catch (error) {
    if (isRingbackError(error, 'SCRIPT_LIMIT')) return String(error.details['limit']);
    throw error;
  }
  throw new Error('the script came to its end');
}

describe('a script that does not end is cut off', () => {
  test.each([
    ['a loop', 'while (true) {}', '500 interrupts'],
    [
      'a loop that catches everything',
      'while (true) { try { while (true) {} } catch {} finally { continue } }',
      '500 interrupts',
    ],
    ['a generator', 'function* all() { while (true) yield 1 } for (const one of all());', '500 interrupts'],
    [
      'a getter of what it throws',
      'throw Object.defineProperty(new Error(), "message", { get() { while (true); } })',
      '500 interrupts',
    ],
    ['a regular expression', 'return /(a|b|ab)*c/.test("ab".repeat(100000))', '500 interrupts'],
    ['growing arrays', 'const all = []; while (true) all.push({ one: 1 })', '16777216 bytes'],
    ['one large array', 'return new Array(2 ** 27).fill(0).length', '16777216 bytes'],
    ['a large string', 'return "x".repeat(2 ** 27).length', '16777216 bytes'],
    ['a large result', 'return "x".repeat(5 * 2 ** 20)', '4194304 characters of output'],
  ])('%s', async (_, body, limit) => {
    const runtime = await aRuntime();
    expect(limitOf(runtime, body)).toBe(limit);
    expect(runtime.exceeded).toBe(true);
    runtime.dispose();
  });
});

test('a script that is cut off is cut off at the same place each time', async () => {
  const counts = await Promise.all(
    [1, 2].map(async () => {
      const runtime = await aRuntime({ interrupts: 5 });
      let count = 0;
      const tick = runtime.hostFunction('tick', () => ++count);
      const loop = runtime.compile('(tick) => { while (true) tick(); }');
      expect(() => runtime.callVoid(loop, [tick])).toThrow('5 interrupts');
      runtime.dispose();
      return count;
    }),
  );
  expect(counts[0]).toBe(counts[1]);
  expect(counts[0]).toBeGreaterThan(0);
});

test('what was cut off stays cut off until it is resumed, then has only what it is given', async () => {
  const runtime = await aRuntime({ interrupts: 20 });
  limitOf(runtime, 'while (true) {}');
  expect(limitOf(runtime, 'return 1')).toBe('20 interrupts');
  runtime.resume(5);
  expect(run(runtime, 'return 1')).toBe(1);
  expect(limitOf(runtime, 'while (true) {}')).toBe('20 interrupts');
  runtime.dispose();
});

test('a unit of work that begins is counted afresh', async () => {
  const runtime = await aRuntime({ interrupts: 20 });
  limitOf(runtime, 'while (true) {}');
  runtime.begin({ now: NOON, seed: 1 });
  expect(run(runtime, 'return 2')).toBe(2);
  runtime.dispose();
});

test('a host function cannot be made to take out more than the limit', async () => {
  const runtime = await aRuntime({ outputChars: 1000 });
  let taken = 0;
  const take = runtime.hostFunction('take', ([text]) => {
    taken += String(text).length;
    return undefined;
  });
  const greedy = runtime.compile('(take) => { while (true) try { take("x".repeat(100)) } catch {} }');
  expect(() => runtime.callVoid(greedy, [take])).toThrow('1000 characters of output');
  expect(taken).toBeLessThan(1000);
  runtime.dispose();
});

test('near a limit a runtime says so', async () => {
  const runtime = await aRuntime({ interrupts: 100 });
  run(runtime, 'return 1');
  expect(runtime.nearLimit).toBe(false);
  limitOf(runtime, 'while (true) {}');
  expect(runtime.nearLimit).toBe(true);
  runtime.dispose();
});
