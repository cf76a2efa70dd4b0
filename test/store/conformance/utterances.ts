import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import * as make from './make.ts';

export function describeUtterances(open: () => Promise<Store>): void {
  describe('utterances', () => {
    const store = eachTest(open);

    it('are what was kept first under an id', async () => {
      await store().utterances.keep(make.utterance('u1'));
      await store().utterances.keep(make.utterance('u1', { base64: 'AAAA' }));
      expect(await store().utterances.get('u1')).toEqual(make.utterance('u1'));
      expect(await store().utterances.get('u2')).toBeNull();
    });

    it('may be as long as a minute of speech', async () => {
      const long = make.utterance('long', { base64: 'x'.repeat(1_300_000) });
      await store().utterances.keep(long);
      expect(await store().utterances.get('long')).toEqual(long);
    });
  });
}
