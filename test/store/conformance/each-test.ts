import { afterEach, beforeEach } from 'vitest';

import type { Store } from '../../../src/store/store.ts';

/** Opens a store of its own for each test of the block and closes it after; returns how to get at it. */
export function eachTest(open: () => Promise<Store>): () => Store {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());
  return () => store;
}
