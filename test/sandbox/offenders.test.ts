import { describe, expect, test } from 'vitest';

import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { Offenders } from '../../src/sandbox/offenders.ts';

const TEN_MINUTES = 10 * 60_000;

describe('whose requests hold up others', () => {
  test('whose are cut off, at once', () => {
    const offenders = new Offenders(new VirtualClock());
    expect(offenders.took('a', 'cut off')).toBe(true);
    expect([offenders.has('a'), offenders.has('b')]).toEqual([true, false]);
  });

  test('whose are slow for the third time', () => {
    const offenders = new Offenders(new VirtualClock());
    expect([201, 5000, 201].map((ms) => offenders.took('a', ms))).toEqual([false, false, true]);
    expect(offenders.has('a')).toBe(true);
  });

  test('not whose are many and quick', () => {
    const offenders = new Offenders(new VirtualClock());
    for (let count = 0; count < 100; count++) expect(offenders.took('a', 200)).toBe(false);
    expect(offenders.has('a')).toBe(false);
  });

  test('it is told once, until it has been forgotten', async () => {
    const clock = new VirtualClock();
    const offenders = new Offenders(clock);
    expect([offenders.took('a', 'cut off'), offenders.took('a', 'cut off')]).toEqual([true, false]);
    await clock.advance(TEN_MINUTES - 1);
    expect(offenders.has('a')).toBe(true);
    await clock.advance(1);
    expect(offenders.has('a')).toBe(false);
    expect(offenders.took('a', 500)).toBe(false);
    expect(offenders.took('a', 'cut off')).toBe(true);
  });
});
