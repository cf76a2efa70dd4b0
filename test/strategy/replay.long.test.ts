import { test } from 'vitest';

import { systemRandom } from '../../src/core/random.ts';
import { replayed } from '../support/random-run.ts';

test(
  'random runs, also ones cut by crashes, replay to the byte',
  () => replayed(10_000, Math.floor(systemRandom.next() * 2 ** 31)),
  1_800_000,
);
