import { test } from 'vitest';

import { systemRandom } from '../../src/core/random.ts';
import { repeatableFamilies } from '../support/random-family.ts';
import { likeScion, repeatable } from '../support/like-scion.ts';

const seed = (): number => Math.floor(systemRandom.next() * 2 ** 31);

test('random charts are in the same states as in SCION after every event', () => likeScion(2_000, seed()));

test('a step that is repeated gives the same bytes', () => repeatable(10_000, seed()), 1_800_000);

test(
  'sessions within sessions go on alike from any of their snapshots',
  () => repeatableFamilies(2_000, seed()),
  1_800_000,
);
