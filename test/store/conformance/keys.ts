import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { accessKey } from './make.ts';

export function describeKeys(open: () => Promise<Store>): void {
  describe('keys of the API', () => {
    const store = eachTest(open);

    it('are made once, and changed on the version that was read', async () => {
      expect(await store().keys.get('ada')).toBeNull();
      expect(await store().keys.put(1, accessKey('ada', { version: 2 }))).toBe('stale');
      expect(await store().keys.put(0, accessKey('ada'))).toBe('put');
      expect(await store().keys.put(0, accessKey('ada', { role: 'administrator' }))).toBe('stale');
      expect(await store().keys.get('ada')).toEqual(accessKey('ada'));
      const revoked = accessKey('ada', { version: 2, secrets: [], revokedAt: 5 });
      expect(await store().keys.put(1, revoked)).toBe('put');
      expect(await store().keys.put(1, revoked)).toBe('stale');
      expect(await store().keys.get('ada')).toEqual(revoked);
    });

    it('are listed in the order they were made, whatever was done to them since', async () => {
      for (const id of ['zoe', 'ada', 'ben']) await store().keys.put(0, accessKey(id));
      await store().keys.put(1, accessKey('zoe', { version: 2, services: [], queues: ['a "b"'] }));
      const all = await store().keys.all();
      expect(all.map(({ id, version }) => [id, version])).toEqual([
        ['zoe', 2],
        ['ada', 1],
        ['ben', 1],
      ]);
      expect(all[0]).toEqual(accessKey('zoe', { version: 2, services: [], queues: ['a "b"'] }));
    });

    it('of one name that are made at the same time are one', async () => {
      const results = await Promise.all(
        ['agent', 'monitor', 'developer'].map((role) =>
          store().keys.put(0, accessKey('ada', { role: role as 'agent' })),
        ),
      );
      expect(results.filter((result) => result === 'put')).toHaveLength(1);
    });
  });
}
