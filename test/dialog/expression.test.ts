import fc from 'fast-check';
import { expect, test } from 'vitest';

import { evaluate, holds } from '../../src/dialog/expression.ts';
import { ExpressionError, parseExpression } from '../../src/dialog/parse-expression.ts';

const values = {
  wait: { seconds: 350 },
  code: '0042',
  vip: true,
  name: 'Ada',
  nothing: null,
  empty: '',
  zero: 0,
};

test.each([
  ['wait.seconds >= 350', true],
  ['wait.seconds > 350', false],
  ["code == 42 and name == 'Ada'", true],
  ['code == "0042"', true],
  ['code == "42"', false],
  ['not vip or wait.seconds < 10', false],
  ['not (vip and wait.seconds < 10)', true],
  ['vip or nothing and nothing', true],
  ['wait.seconds != 350', false],
  ['-1 < zero', true],
  ['name < "Bea"', true],
  ['wait.minutes < 5', false],
  ['wait.minutes >= 5', false],
  ['wait.minutes == null', true],
  ['name.length', false],
  ['constructor', false],
  ['wait.__proto__', false],
  ['empty', false],
  ['zero', false],
  ['vip == true', true],
])('%s is %s', (text, expected) => {
  expect(holds(parseExpression(text), values)).toBe(expected);
});

test('a path is worth what it names, and null where there is nothing', () => {
  expect(evaluate(parseExpression('wait'), values)).toEqual({ seconds: 350 });
  expect(evaluate(parseExpression('wait.seconds.more'), values)).toBeNull();
  expect(evaluate(parseExpression("'text'"), values)).toBe('text');
});

test.each([
  ['', 0, 'the condition ends too early'],
  ['wait >', 6, 'the condition ends too early'],
  ['wait = 5', 5, '"=" means nothing here; equality is written =='],
  ['(wait', 5, 'a ) is missing'],
  ['wait)', 4, '")" is not expected here'],
  ['wait 5', 5, '"5" is not expected here'],
  ['1 < 2 < 3', 6, '"<" is not expected here'],
  ['and wait', 0, '"and" is not expected here'],
  ["name == 'Ada", 8, '"\'" means nothing here'],
  ['alert(1)', 5, '"(" is not expected here'],
  ['5x', 0, '"5" means nothing here'],
  ['('.repeat(100), 51, 'the condition is nested too deeply'],
])('"%s" is wrong at %i: %s', (text, offset, message) => {
  const mistake = (() => {
    try {
      return parseExpression(text);
    } catch (error) {
      return error;
    }
  })();
  expect(mistake).toBeInstanceOf(ExpressionError);
  expect(mistake).toMatchObject({ offset, message });
});

test('any text is either read or refused at a place within it', () => {
  const parts = fc.constantFrom(
    'a',
    'b.c',
    '1',
    "'x'",
    'and',
    'or',
    'not',
    '(',
    ')',
    '==',
    '<',
    '=',
    ' ',
    '$',
    '"',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 30 }), (words) => {
      const text = words.join(' ');
      try {
        holds(parseExpression(text), values);
      } catch (error) {
        expect(error).toBeInstanceOf(ExpressionError);
        expect((error as ExpressionError).offset).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});
