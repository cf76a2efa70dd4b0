import { test } from 'vitest';

import { systemRandom } from '../../src/core/random.ts';
import { runRandomPages } from './run-random-pages.ts';

test('many random pages and callers end in an orderly way', async () => {
  await runRandomPages(5_000, Math.floor(systemRandom.next() * 2 ** 31));
});
