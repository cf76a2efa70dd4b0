import fc from 'fast-check';
import { describe, it } from 'vitest';

import { seededRandom } from '../../../src/core/random.ts';
import type { Store } from '../../../src/store/store.ts';
import { histories, type Ask } from '../conformance/model/histories.ts';
import { faultyStore } from './faulty-store.ts';
import { describeLostClaims } from './lost-claims.ts';
import { describeLostCreates } from './lost-creates.ts';
import { describeLostSteps } from './lost-steps.ts';
import { untilAnswered } from './until-answered.ts';

/**
 * What every adapter holds while its connection fails and its clients ask again until they are answered. `open` gives
 * an empty store; `runs` is how often each property is tried.
 */
export function describeFaults(open: () => Promise<Store>, { runs = 100 } = {}): void {
  describe('while requests and answers are lost', () => {
    it('every history ends as it would without', () =>
      fc.assert(histories(open, patiently), { numRuns: runs }));

    describeLostCreates(open, runs);
    describeLostClaims(open, runs);
    describeLostSteps(open, runs);
  });
}

function patiently(store: Store, seed: number): Ask {
  const faulty = faultyStore(store, seededRandom(seed));
  return async (call) => {
    // A second call would move further timers, as many as its limit says.
    const target = call.name === 'sessions.fireTimers' ? store : faulty;
    const { answer, tries } = await untilAnswered(() => call.of(target));
    return { answer, again: tries > 1 };
  };
}
