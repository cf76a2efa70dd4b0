import { describe, expect, test } from 'vitest';

import { aRuntime, run, runAlone } from './a-runtime.ts';

describe('no way leads out of the sandbox', () => {
  test.each([
    ['constructor of a constructor', `({}).constructor.constructor('return typeof process')()`],
    ['constructor of a function', `(() => 1).constructor('return typeof process')()`],
    [
      'constructor of an error',
      `(() => { try { null.x } catch (e) { return e.constructor.constructor('return typeof process')() } })()`,
    ],
    ['indirect eval', `(0, eval)('typeof process')`],
    ['this of a sloppy function', `Function('return typeof this.process')()`],
    ['the caller', `(function () { return typeof arguments.callee.caller })()`],
    ['a host function', `tick.constructor('return typeof process')()`],
    [
      'the error of a host function',
      `(() => { try { tick() } catch (e) { return e.constructor.constructor('return typeof process')() } })()`,
    ],
  ])('%s', async (_, expression) => {
    const runtime = await aRuntime();
    const tick = runtime.hostFunction('tick', () => {
      throw new Error('no');
    });
    expect(runtime.call(runtime.compile(`(tick) => ${expression}`), [tick])).toBe('undefined');
    runtime.dispose();
  });

  test('nothing of the host is there', async () => {
    const names = [
      'process',
      'require',
      'global',
      'console',
      'fetch',
      'setTimeout',
      'WebAssembly',
      'std',
      'os',
      'print',
    ];
    expect(await runAlone(`return ${JSON.stringify(names)}.filter((name) => name in globalThis)`)).toEqual(
      [],
    );
  });

  test('a module cannot be imported', async () => {
    const runtime = await aRuntime();
    expect(run(runtime, `import('node:fs').then(() => { globalThis.got = true }); return typeof got`)).toBe(
      'undefined',
    );
    expect(run(runtime, 'return typeof got')).toBe('undefined');
    runtime.dispose();
  });
});

describe('what a script throws reaches the host as text', () => {
  test.each([
    ['throw new TypeError("wrong")', 'wrong'],
    ['throw "text"', 'text'],
    ['throw undefined', 'undefined'],
    ['throw Symbol("sign")', 'Symbol(sign)'],
    ['throw { get message() { throw 1 }, toString() { throw 2 } }', 'something that cannot be shown'],
    ['throw new Proxy({}, { get() { throw 1 } })', 'something that cannot be shown'],
    ['throw new Error("x".repeat(100000))', 'x'.repeat(500)],
    ['const circle = {}; circle.circle = circle; return circle', 'circular reference'],
    ['return 10n', 'Do not know how to serialize a BigInt'],
  ])('%s', async (body, message) => {
    await expect(runAlone(body)).rejects.toMatchObject({ name: 'ScriptError', message });
  });

  test('an error of the host comes back as an error the script can catch', async () => {
    const runtime = await aRuntime();
    const refuse = runtime.hostFunction('refuse', () => {
      throw new Error('refused');
    });
    const careful = runtime.compile(
      '(refuse) => { try { refuse() } catch (error) { return error.message } }',
    );
    expect(runtime.call(careful, [refuse])).toBe('refused');
    runtime.dispose();
  });
});
