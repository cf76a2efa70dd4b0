import { test } from 'vitest';

import { likeScion, repeatable } from '../support/like-scion.ts';

test('random charts are in the same states as in SCION after every event', () => likeScion(60, 20260101));

test('a step that is repeated gives the same bytes', () => repeatable(60, 20260102));
