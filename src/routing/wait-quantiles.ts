/** By what an expected wait is multiplied to be kept half the time, and four times out of five. */
export interface WaitFactors {
  p50: number;
  p80: number;
  /** How many waits they were measured from; 0: they are assumed. */
  measured: number;
}

/** Below so many measured waits the factors are assumed. */
const LEAST = 10;
const ASSUMED: WaitFactors = { p50: 1, p80: 1.5, measured: 0 };
/** Shorter waits are not measured by ratio: a second more is not twice as long to anyone. */
const SHORTEST_S = 15;

/** The factors that would have kept half, and four in five, of the measured waits. */
export function waitFactors(ratios: readonly number[]): WaitFactors {
  if (ratios.length < LEAST) return ASSUMED;
  const sorted = [...ratios].sort((a, b) => a - b);
  // The quantile of split conformal prediction: one more than measured, so that the next one is kept as often.
  const at = (share: number): number =>
    sorted[Math.min(sorted.length, Math.ceil((sorted.length + 1) * share)) - 1] ?? 1;
  return { p50: at(0.5), p80: at(0.8), measured: ratios.length };
}

/** How long it really took, as a multiple of what was expected. */
export function waitRatio(expectedS: number, actualS: number): number {
  return Math.round((actualS / Math.max(expectedS, SHORTEST_S)) * 100) / 100;
}

/** A wait that is kept as often as the factor is. Somebody who does not wait is promised nothing else. */
export function promisedWait(expectedS: number, factor: number): number {
  return expectedS <= 0 ? expectedS : Math.round(Math.max(expectedS, SHORTEST_S) * factor);
}
