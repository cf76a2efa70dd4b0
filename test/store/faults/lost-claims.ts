import { expect, it } from 'vitest';

import type { ClaimResult } from '../../../src/store/outbox.ts';
import type { Store } from '../../../src/store/store.ts';
import { action, callback, create, next, session, step, T0 } from '../conformance/make.ts';
import { withFaults } from './with-faults.ts';

const nodes = ['n1', 'n2', 'n3'];

export function describeLostClaims(open: () => Promise<Store>, runs: number): void {
  it('an at-most-once action is begun by one node at most, and never again when its answer was lost', () =>
    withFaults(open, runs, async ({ store, ask }) => {
      await store.sessions.start(session('s1'));
      await store.sessions.commit(step('s1', 0, null, { actions: [action('a1', 's1')] }));
      await store.callbacks.create(create(callback('c1')));
      const claim = (node: string): Promise<ClaimResult> => {
        const record = next(callback('c1'), { why: `dialled by ${node}` });
        const counted = { expectedVersion: 1, record };
        return ask((to) => to.outbox.claim({ actionId: 'a1', node, at: T0, callback: counted }));
      };

      const results = await Promise.all(nodes.map(claim));
      const winners = nodes.filter((_, n) => results[n] === 'claimed');
      expect(winners.length).toBeLessThanOrEqual(1);
      expect(results.filter((result) => result !== 'claimed')).toEqual(
        Array(nodes.length - winners.length).fill('not-pending'),
      );

      const begun = await store.outbox.get('a1');
      expect(begun).toMatchObject({
        status: 'sending',
        node: winners[0] ?? expect.stringMatching(/^n[123]$/),
      });
      expect(await store.callbacks.get('c1')).toMatchObject({ version: 2, why: `dialled by ${begun?.node}` });
      expect(await Promise.all(nodes.map(claim))).toEqual(nodes.map(() => 'not-pending'));
      expect(await store.outbox.get('a1')).toEqual(begun);
    }));
}
