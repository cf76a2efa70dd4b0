import { test } from 'vitest';

import { repeatableFamilies } from '../support/random-family.ts';

test('sessions within sessions go on alike from any of their snapshots', () =>
  repeatableFamilies(80, 20260103));
