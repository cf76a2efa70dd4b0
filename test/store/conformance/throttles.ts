import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Store } from '../../../src/store/store.ts';
import { FORGOTTEN_AT_ONCE, type ThrottleClaim, type ThrottleTake } from '../../../src/store/throttles.ts';
import { eachTest } from './each-test.ts';
import { callback, create, T0 } from './make.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;

export function describeThrottles(open: () => Promise<Store>): void {
  describe('throttles', () => {
    const store = eachTest(open);

    const claim = (key: string, limit: number, lengthMs = MINUTE, scope = 'service'): ThrottleClaim => ({
      ...{ scope, key },
      windows: [{ lengthMs, limit }],
    });
    const take = (id: string, at: number, ...claims: ThrottleClaim[]): Promise<unknown> =>
      store().throttles.take({ id, at, claims });

    it('let through as many as the limit in any stretch of the window, and say when there is room again', async () => {
      const two = claim('classic', 2);
      expect(await take('t1', T0, two)).toBe('taken');
      expect(await take('t2', T0 + 40_000, two)).toBe('taken');
      const refusal = { refused: { scope: 'service', key: 'classic' }, retryAt: T0 + MINUTE };
      expect(await take('t3', T0 + MINUTE - 1, two)).toEqual(refusal);
      expect(await take('t3', T0 + MINUTE, two)).toBe('taken');
      // A window that began anew at the minute would have room here.
      expect(await take('t4', T0 + MINUTE, two)).toEqual({ ...refusal, retryAt: T0 + 40_000 + MINUTE });
      expect(await take('t5', T0, claim('sales', 2))).toBe('taken');
    });

    it('hold every window at once, and tell the refusal that lasts longest', async () => {
      const both: ThrottleClaim = {
        ...{ scope: 'number', key: '+12025550123' },
        windows: [
          { lengthMs: MINUTE, limit: 1 },
          { lengthMs: HOUR, limit: 2 },
        ],
      };
      expect(await take('t1', T0, both)).toBe('taken');
      expect(await take('t2', T0 + 1, both)).toMatchObject({ retryAt: T0 + MINUTE });
      expect(await take('t2', T0 + MINUTE, both)).toBe('taken');
      expect(await take('t3', T0 + 2 * MINUTE, claim('classic', 9), both)).toEqual({
        refused: { scope: 'number', key: '+12025550123' },
        retryAt: T0 + HOUR,
      });
    });

    it('take all that is claimed or nothing', async () => {
      await take('t1', T0, claim('full', 1));
      expect(await take('t2', T0, claim('free', 1), claim('full', 1))).toMatchObject({
        refused: { key: 'full' },
      });
      expect(await take('t3', T0, claim('free', 1))).toBe('taken');
    });

    it('refuse everything at a limit of 0', async () => {
      expect(await take('t1', T0, claim('closed', 0))).toMatchObject({ retryAt: T0 + MINUTE });
    });

    it('count an id once, and not at all when it was given back', async () => {
      const one = claim('classic', 1);
      expect(await take('t1', T0, one)).toBe('taken');
      expect(await take('t1', T0 + 1, one)).toBe('taken');
      expect(await take('t2', T0 + 2, one)).toMatchObject({ retryAt: T0 + MINUTE });
      expect(await store().throttles.giveBack('t1')).toBe('given-back');
      expect(await store().throttles.giveBack('t1')).toBe('unknown');
      expect(await store().throttles.giveBack('t2')).toBe('unknown');
      expect(await take('t2', T0 + 3, one)).toBe('taken');
    });

    it('are never oversold, however many take at the same time', async () => {
      const takers = Array.from({ length: 64 }, (_, n) => take(`t${n}`, T0 + n, claim('classic', 5, HOUR)));
      const taken = (await Promise.all(takers)).filter((result) => result === 'taken');
      expect(taken).toHaveLength(5);
    });

    it('tell keys and scopes apart, however hostile', async () => {
      const text = fc.string({ unit: 'binary', maxLength: 8 });
      const pair = fc.tuple(text, text);
      const near: [string, string][] = [
        ['a', 'b\u0000c'],
        ['a\u0000b', 'c'],
        ['ab', 'c'],
        ['a', 'bc'],
        ['1:a', ''],
        ['', '1:a'],
        [`'"]} OR 1=1`, '\u{1F4DE}\uFFFF'],
        ['__proto__', 'constructor'],
      ];
      const distinct = fc.uniqueArray(pair, { maxLength: 10, selector: (one) => JSON.stringify(one) });
      await fc.assert(
        fc.asyncProperty(fc.uuid(), distinct, async (run, pairs) => {
          for (const [n, [scope, key]] of pairs.entries()) {
            const own = claim(`${run}${key}`, 1, HOUR, scope);
            expect(await take(`${run}.${n}`, T0, own)).toBe('taken');
            expect(await take(`${run}.${n}.again`, T0, own)).toMatchObject({ refused: { scope } });
          }
        }),
        { numRuns: 30 },
      );
      for (const [n, [scope, key]] of near.entries())
        expect(await take(`near.${n}`, T0, claim(key, 1, HOUR, scope))).toBe('taken');
    });

    it('forget what is over, a few with each take, and all of it by retention', async () => {
      const of = (n: number): ThrottleClaim => claim(`key-${n}`, 1);
      for (let n = 0; n < 3 * FORGOTTEN_AT_ONCE; n++) await take(`t${n}`, T0 + n, of(n));
      expect(await take('next', T0 + HOUR, claim('other', 1, 10 * HOUR))).toBe('taken');
      expect(await store().throttles.giveBack('t0')).toBe('unknown');
      expect(await store().throttles.giveBack(`t${FORGOTTEN_AT_ONCE}`)).toBe('given-back');
      expect(await store().retention.forget(T0 + HOUR, 5)).toBe(5);
      expect(await store().retention.forget(T0 + HOUR, 100)).toBe(2 * FORGOTTEN_AT_ONCE - 6);
      expect(await store().throttles.giveBack('next')).toBe('given-back');
    });
  });

  describe('a callback that is throttled', () => {
    const store = eachTest(open);
    const throttle = (id: string): ThrottleTake => ({
      ...{ id, at: T0 },
      claims: [{ scope: 'service', key: 'classic', windows: [{ lengthMs: MINUTE, limit: 1 }] }],
    });
    const slot = { service: 'classic', slotAt: T0, capacity: 1 };

    it('is refused before anything else but its own id, and leaves no trace', async () => {
      expect(await store().callbacks.create(create(callback('c1'), { slot, throttle: throttle('c1') }))).toBe(
        'created',
      );
      const refused = create(callback('c2'), { slot, activeLimit: 1, throttle: throttle('c2') });
      expect(await store().callbacks.create(refused)).toEqual({
        refused: { scope: 'service', key: 'classic' },
        retryAt: T0 + MINUTE,
      });
      expect(await store().callbacks.get('c2')).toBeNull();
      expect(await store().callbacks.create(create(callback('c1'), { throttle: throttle('x') }))).toBe(
        'exists',
      );
    });

    it('takes nothing when something else refuses it', async () => {
      await store().callbacks.create(create(callback('c1'), { slot }));
      expect(await store().callbacks.create(create(callback('c2'), { slot, throttle: throttle('c2') }))).toBe(
        'slot-full',
      );
      expect(await store().throttles.giveBack('c2')).toBe('unknown');
      expect(await store().callbacks.create(create(callback('c3'), { throttle: throttle('c3') }))).toBe(
        'created',
      );
    });
  });
}
