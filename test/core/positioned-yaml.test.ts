import fc from 'fast-check';
import { expect, test } from 'vitest';

import { PositionedYaml } from '../../src/core/positioned-yaml.ts';

const yaml = new PositionedYaml(
  'it.yaml',
  'top:\n  list: [a, "bc"]\n  text: >\n    one {x} two\n    {x} three\n',
);

test('every value and key has its place', () => {
  expect(yaml.at(['top', 'list', 1])).toEqual({ line: 2, column: 13 });
  expect(yaml.keyAt(['top', 'list'])).toEqual({ line: 2, column: 3 });
  expect(yaml.keys(['top']).map(({ key }) => key)).toEqual(['list', 'text']);
});

test('what is not there has the place of what encloses it', () => {
  expect(yaml.at(['top', 'nothing', 'deep'])).toEqual({ line: 2, column: 3 });
  expect(yaml.keyAt(['nothing'])).toEqual({ line: 1, column: 1 });
});

test('a part of a text is found where it is written, however the text is folded', () => {
  expect(yaml.within(['top', 'text'], '{x}')).toEqual({ line: 4, column: 9 });
  expect(yaml.within(['top', 'text'], '{x}', 1)).toEqual({ line: 5, column: 5 });
  expect(yaml.within(['top', 'list', 1], 'bc')).toEqual({ line: 2, column: 14 });
});

test.each([
  ['a: 1\na: 2\n', 2, 1],
  ['1: x\n"1": y\n', 2, 1],
  ['a: {b: 1\n', 2, 1],
  ['a: *b\n', 1, 4],
  ['a: &a [*a, *a]\nb: *c\n', 2, 4],
])('the mistake in %j is at %i:%i', (text, line, column) => {
  const { problems, value } = new PositionedYaml('it.yaml', text);
  expect(problems[0]).toMatchObject({ file: 'it.yaml', code: 'yaml', severity: 'error', line, column });
  expect(value).toBeUndefined();
});

test('aliases that multiply without bound are refused', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 9; level++)
    lines.push(`a${level}: &a${level} [${Array.from({ length: 9 }, () => `*a${level - 1}`).join(', ')}]`);
  const { problems } = new PositionedYaml('it.yaml', lines.join('\n'));
  expect(problems).toHaveLength(1);
});

test('no key of a file reaches a prototype', () => {
  const { value } = new PositionedYaml('it.yaml', '__proto__: { polluted: true }\n');
  expect(Object.keys(value as object)).toEqual(['__proto__']);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('any text is either read or refused, never thrown at', () => {
  const part = fc.constantFrom(
    'a',
    ':',
    ' ',
    '\n',
    '- ',
    '[',
    ']',
    '{',
    '}',
    '*',
    '&b',
    '"',
    '|',
    '#',
    '!',
    '\t',
    '\u0000',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const { problems, value } = new PositionedYaml('it.yaml', parts.join(''));
      if (value === undefined)
        expect(problems.every(({ line, column }) => line >= 1 && column >= 1)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
