import fc from 'fast-check';
import { expect, test } from 'vitest';

import { meetsPattern, readPattern, type NumberPattern } from '../../../src/callback/rules/number-pattern.ts';
import { dailyLimit, policyRefusal, type NumberPolicy } from '../../../src/callback/rules/number-policy.ts';

function pattern(written: string): NumberPattern {
  const read = readPattern(written);
  if (!read.ok) throw new Error(read.why);
  return read.value;
}

function policy(
  fields: Partial<Record<'allowed' | 'blocked' | 'countries', string[]>> &
    Partial<Pick<NumberPolicy, 'noCountries' | 'perDay'>>,
): NumberPolicy {
  const patterns = (list: string[] = []) => list.map((written) => ({ written, pattern: pattern(written) }));
  return {
    name: 'rules',
    countries: fields.countries ?? [],
    noCountries: fields.noCountries ?? 'all',
    allowed: patterns(fields.allowed),
    blocked: patterns(fields.blocked),
    doNotCall: [],
    perDay: fields.perDay ?? {},
  };
}

test.each([
  ['+4990*', '+49900123456', true],
  ['+4990*', '+4991', false],
  ['+49???', '+49123', true],
  ['+49???', '+491234', false],
  ['+1[2-59]*', '+19', true],
  ['+1[2-59]*', '+16', false],
  ['+*55*', '+155', true],
  ['+44', '+4420', false],
])('%s and %s: %s', (written, number, expected) => {
  expect(meetsPattern(pattern(written), number)).toBe(expected);
});

test.each(['49*', '+', '+(a+)+', '+49|50', '+[', '+[^1]', '', `+${'*'.repeat(70)}`])(
  '"%s" is no pattern',
  (written) => {
    expect(readPattern(written).ok).toBe(false);
  },
);

test('a pattern says the same as the regular expression it stands for', () => {
  const place = fc.constantFrom('1', '2', '?', '*', '[12]', '[0-3]');
  const digits = fc.array(fc.constantFrom('0', '1', '2', '3', '4'), { maxLength: 8 });
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 6 }), digits, (places, number) => {
      const expression = places.join('').replaceAll('?', '\\d').replaceAll('*', '\\d*');
      const expected = new RegExp(`^${expression}$`).test(number.join(''));
      expect(meetsPattern(pattern(`+${places.join('')}`), `+${number.join('')}`)).toBe(expected);
    }),
    { numRuns: 1000 },
  );
});

test('a pattern made to be slow is not', () => {
  expect(meetsPattern(pattern(`+${'*1'.repeat(30)}*2`), `+${'1'.repeat(15)}`)).toBe(false);
});

test('a number is called when its country is listed, or when no country is and that means all', () => {
  const british = '+442071838750';
  expect(policyRefusal(policy({}), british, false)).toBeNull();
  expect(policyRefusal(policy({ noCountries: 'none' }), british, false)).toMatchObject({ rule: 'country' });
  expect(policyRefusal(policy({ countries: ['GB'] }), british, false)).toBeNull();
  expect(policyRefusal(policy({ countries: ['FR'] }), british, false)).toMatchObject({ rule: 'country' });
  expect(policyRefusal(policy({ countries: ['FR'], allowed: ['+44207*'] }), british, false)).toBeNull();
  expect(policyRefusal(policy({ allowed: ['+44*'], blocked: ['+44207*'] }), british, false)).toEqual({
    rule: 'blocked',
    why: 'it meets the blocked pattern +44207*',
  });
  expect(policyRefusal(policy({ allowed: ['+44*'] }), british, true)).toMatchObject({ rule: 'do-not-call' });
  expect(policyRefusal(policy({ countries: ['GB'] }), '+881612345678', false)).toMatchObject({
    rule: 'country',
  });
});

test('the limit of a day is that of the country, or of those that are not named', () => {
  const limits = policy({ perDay: { GB: 5, '*': 2 } });
  expect(dailyLimit(limits, '+442071838750')).toEqual({ country: 'GB', limit: 5 });
  expect(dailyLimit(limits, '+33142685300')).toEqual({ country: 'FR', limit: 2 });
  expect(dailyLimit(policy({}), '+33142685300')).toBeNull();
});
