import { describe, it } from 'vitest';

import { sigkillWalk } from '../support/sigkill-walk.ts';

/**
 * Commits of the happy path, which has about 47 of them, at which the process dies: while the callback is offered
 * (3), booked (7) and queued (11), around the dial (14, 18, 24), while it is confirmed (28), while the agent is
 * reserved and rung (32, 37) and while the two talk (42).
 */
const points = [3, 7, 11, 14, 18, 24, 28, 32, 37, 42];

describe('a server killed by SIGKILL in the middle of a call', () => {
  for (const point of points)
    it(`after commit ${point}: the callback is carried out or ended by rule, nobody is rung twice for an attempt`, async () => {
      await sigkillWalk(point);
    }, 90_000);
});
