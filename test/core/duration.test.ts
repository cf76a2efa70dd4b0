import { expect, test } from 'vitest';

import { durationPattern, parseDuration } from '../../src/core/duration.ts';

test.each([
  ['0s', 0],
  ['250ms', 250],
  ['0.25s', 250],
  ['10m', 600_000],
  ['8784h', 366 * 86_400_000],
])('%s is %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
  expect(text).toMatch(new RegExp(durationPattern));
});

test.each(['', '5', 's', '-5s', '5 s', '1e3s', '.5s', '5d', '5s ', '8785h', '99999999999s', '٣s'])(
  '"%s" is no duration',
  (text) => {
    expect(parseDuration(text)).toBeNull();
  },
);
