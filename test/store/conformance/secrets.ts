import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';

export function describeSecrets(open: () => Promise<Store>): void {
  describe('secrets', () => {
    const store = eachTest(open);

    it('stay as they were first kept, each under its name', async () => {
      expect(await store().secrets.keep({ name: 'dialog-runs', value: 'a' })).toBe('a');
      expect(await store().secrets.keep({ name: 'dialog-runs', value: 'b' })).toBe('a');
      expect(await store().secrets.keep({ name: 'other', value: 'b' })).toBe('b');
    });

    it('of nodes that begin at the same time are one', async () => {
      const values = Array.from({ length: 10 }, (_, node) => `made by ${node}`);
      const kept = await Promise.all(
        values.map((value) => store().secrets.keep({ name: 'dialog-runs', value })),
      );
      expect(new Set(kept).size).toBe(1);
      expect(values).toContain(kept[0]);
    });

    it('are any text under any name', async () => {
      const secret = { name: `it's "{}" \u2028 ü`, value: `\n\\ '"; 😀` };
      expect(await store().secrets.keep(secret)).toBe(secret.value);
      expect(await store().secrets.keep({ ...secret, value: '' })).toBe(secret.value);
    });
  });
}
