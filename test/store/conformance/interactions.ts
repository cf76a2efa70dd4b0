import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { delivery, event, interaction, session, T0 } from './make.ts';

export function describeInteractions(open: () => Promise<Store>): void {
  describe('call legs', () => {
    const store = eachTest(open);

    it('are kept as given; one that is known already stays as it is', async () => {
      const leg = interaction('i1', { userData: { a: 'b', n: 1 } });
      expect(await store().interactions.add(leg)).toBe('added');
      expect(await store().interactions.add(interaction('i1', { to: 'elsewhere' }))).toBe('exists');
      expect(await store().interactions.get('i1')).toEqual(leg);
      expect(await store().interactions.get('unknown')).toBeNull();
    });

    it('change by version, and tell sessions in the same commit', async () => {
      await store().sessions.start(session('s1'));
      await store().interactions.add(interaction('i1'));
      const answered = interaction('i1', { version: 2, answeredAt: T0 });
      expect(await store().interactions.change(1, answered, [delivery('s1', 'e1')])).toBe('changed');
      expect(await store().interactions.change(1, answered, [delivery('s1', 'e2')])).toBe('stale');
      expect(await store().interactions.change(1, interaction('unknown'), [])).toBe('stale');
      expect(await store().interactions.get('i1')).toEqual(answered);
      expect(await store().sessions.inbox('s1')).toEqual([event('e1')]);
    });

    it('are live until they end', async () => {
      await store().interactions.add(interaction('b'));
      await store().interactions.add(interaction('a'));
      const outcome = { kind: 'rejected', reason: 'Callback', cause: 'CALL_REJECTED' } as const;
      await store().interactions.change(1, interaction('b', { version: 2, endedAt: T0, outcome }), []);
      expect(await store().interactions.live()).toEqual([interaction('a')]);
    });

    it('are listed newest first', async () => {
      for (const [id, arrivedAt] of [
        ['a', T0],
        ['c', T0 + 2],
        ['b', T0 + 1],
      ] as const)
        await store().interactions.add(interaction(id, { arrivedAt }));
      expect((await store().interactions.recent(2)).map(({ id }) => id)).toEqual(['c', 'b']);
    });
  });
}
