import { expect, test } from 'vitest';

import { didYouMean } from '../../src/core/did-you-mean.ts';

test.each([
  ['tmieout', ['tries', 'timeout'], ' (did you mean "timeout"?)'],
  ['timeouts', ['tries', 'timeout'], ' (did you mean "timeout"?)'],
  ['Timeout', ['timeout'], ' (did you mean "timeout"?)'],
  ['colour', ['caller'], ''],
  ['x', ['timeout'], ''],
  ['', ['timeout'], ''],
  ['timeout', [], ''],
])('for "%s" among %j it says "%s"', (word, candidates, expected) => {
  expect(didYouMean(word, candidates)).toBe(expected);
});
