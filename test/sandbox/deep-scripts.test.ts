import { describe, expect, test } from 'vitest';

import { ScriptEngineBroken } from '../../src/sandbox/script-error.ts';
import { aRuntime, run, runAlone } from './a-runtime.ts';

describe('a script that recurses too deep gets an error it can catch', () => {
  test.each([
    ['a function', 'const deep = () => deep() + 1; return deep()'],
    ['a callback', 'const deep = () => [1].map(deep); return deep()'],
    ['a comparison', 'const deep = () => [2, 1].sort(deep); return deep()'],
    ['a replacement', 'const deep = () => "a".replace(/a/, deep); return deep()'],
    ['a getter', 'return ({ get deep() { return this.deep } }).deep'],
    ['a regular expression', 'return new RegExp("(?:".repeat(100000) + ")".repeat(100000))'],
  ])('%s', async (_, body) => {
    const runtime = await aRuntime({ stackBytes: 64 * 1024 });
    expect(run(runtime, `try { ${body} } catch (error) { return error.message }`)).toBe('stack overflow');
    expect(() => run(runtime, body)).toThrow('stack overflow');
    expect(runtime.exceeded).toBe(false);
    expect(run(runtime, 'return 1')).toBe(1);
    runtime.dispose();
  });
});

test('when the stack of the thread itself is full the runtime is lost, and the next one works', async () => {
  const runtime = await aRuntime({ stackBytes: 512 * 1024 });
  expect(() => run(runtime, 'return eval("(".repeat(100000))')).toThrow(ScriptEngineBroken);
  expect(runtime.exceeded).toBe(true);
  expect(() => run(runtime, 'return 1')).toThrow(ScriptEngineBroken);
  runtime.dispose();
  expect(await runAlone('return 1')).toBe(1);
});
