import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { eachTest } from './each-test.ts';
import { delivery, dialogRun, event, session } from './make.ts';

export function describeDialogRuns(open: () => Promise<Store>): void {
  describe('dialog runs', () => {
    const store = eachTest(open);

    it('are opened once', async () => {
      expect(await store().dialogRuns.open(dialogRun('k'))).toBe('opened');
      expect(await store().dialogRuns.open(dialogRun('k', { step: 'other' }))).toBe('exists');
      expect(await store().dialogRuns.get('k')).toEqual(dialogRun('k'));
      expect(await store().dialogRuns.get('unknown')).toBeNull();
    });

    it('advance by one answer, with its events, however often it is sent', async () => {
      await store().sessions.start(session('s1'));
      await store().dialogRuns.open(dialogRun('k'));
      const ended = dialogRun('k', {
        revision: 1,
        status: 'ended',
        values: { key: '1' },
        result: { book: true },
      });
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, n) => store().dialogRuns.advance(0, ended, [delivery('s1', `e${n}`)])),
      );
      expect(results.filter((result) => result === 'advanced')).toHaveLength(1);
      expect(results.filter((result) => result === 'stale')).toHaveLength(9);
      expect(await store().dialogRuns.get('k')).toEqual(ended);
      expect(await store().sessions.inbox('s1')).toEqual([event(`e${results.indexOf('advanced')}`)]);
    });

    it('do not advance when they are unknown', async () => {
      expect(await store().dialogRuns.advance(0, dialogRun('k', { revision: 1 }), [])).toBe('stale');
      expect(await store().dialogRuns.get('k')).toBeNull();
    });
  });
}
