import fc from 'fast-check';

import { seededRandom } from '../../../src/core/random.ts';
import type { Store } from '../../../src/store/store.ts';
import { faultyStore } from './faulty-store.ts';
import { untilAnswered } from './until-answered.ts';

export interface Faults {
  /** The store itself, to see what became of it. */
  store: Store;
  /** Asks the store over a connection that fails, again and again until it answers. */
  ask: <Answer>(question: (store: Store) => Promise<Answer>) => Promise<Answer>;
}

/** Tries a property `runs` times, each with a store and faults of its own. */
export function withFaults(
  open: () => Promise<Store>,
  runs: number,
  property: (faults: Faults) => Promise<void>,
): Promise<void> {
  const seeds = fc.asyncProperty(fc.nat(), async (seed) => {
    const store = await open();
    const faulty = faultyStore(store, seededRandom(seed));
    const ask: Faults['ask'] = async (question) => (await untilAnswered(() => question(faulty))).answer;
    try {
      await property({ store, ask });
    } finally {
      await store.close();
    }
  });
  return fc.assert(seeds, { numRuns: runs });
}
