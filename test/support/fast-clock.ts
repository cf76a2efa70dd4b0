import { systemClock, type Clock } from '../../src/core/clock.ts';

/** Real time that goes `factor` times as fast. */
export function fastClock(factor: number): Clock {
  const start = systemClock.now();
  const now = (): number => start + (systemClock.now() - start) * factor;
  return {
    now,
    at: (at, action) => systemClock.at(systemClock.now() + Math.max(0, at - now()) / factor, action),
  };
}
