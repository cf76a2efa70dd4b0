import { expect, test } from 'vitest';

import { aRuntime, run } from './a-runtime.ts';

const nested = (depth: number): never[] => {
  let value: never[] = [];
  for (let level = 1; level < depth; level++) value = [value] as never[];
  return value;
};
const building = (depth: number): string =>
  `let value = []; for (let level = 1; level < ${depth}; level++) value = [value]; return value`;

test('values of 1000 levels pass the fence both ways', async () => {
  const runtime = await aRuntime();
  expect(runtime.call(runtime.compile('(value) => value'), [nested(1000)])).toEqual(nested(1000));
  expect(run(runtime, building(1000))).toEqual(nested(1000));
  runtime.dispose();
});

test.each([1002, 5000, 20_000])('a value of %i levels is refused, and the runtime goes on', async (depth) => {
  const runtime = await aRuntime();
  const take = runtime.compile('(value) => 1');
  expect(() => run(runtime, building(Math.min(depth, 1500)))).toThrow('nested deeper than 1000 levels');
  expect(() => runtime.call(take, [nested(depth)])).toThrow('nested deeper than 1000 levels');
  expect(run(runtime, 'return "]".repeat(5000)')).toHaveLength(5000);
  expect(run(runtime, 'return ["[".repeat(5000) + "\\\\\\""]')).toHaveLength(1);
  expect(runtime.exceeded).toBe(false);
  runtime.dispose();
});
