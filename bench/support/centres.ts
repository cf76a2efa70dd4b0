import type { Centre } from './queue-day.ts';

const HOUR = 3600;
const MINUTE = 60;

/** A bell around an hour of the day. */
function bell(at: number, hour: number, width: number): number {
  return Math.exp(-(((at / HOUR - hour) / width) ** 2));
}

function byHour(at: number, steps: readonly (readonly [until: number, agents: number])[]): number {
  const hour = at / HOUR;
  return steps.find(([until]) => hour < until)?.[1] ?? 0;
}

const NIGHT = 99;
const quiet = { handleS: 240, variation: 1.2, patienceS: 600, taking: 0.35, offeredFromS: 60 };
const noIncidents = { incidents: 0, highestRate: 0 };

/** Heavy load that is the same all day. */
const steady: Centre = {
  ...quiet,
  ...noIncidents,
  arrivals: () => 6 / MINUTE,
  agents: () => 26,
  dayFactor: 0.1,
};

/** Two peaks, and fewer agents at noon. */
const peaks: Centre = {
  ...quiet,
  ...noIncidents,
  arrivals: (at) => (4.2 + 3.6 * bell(at, 10.5, 1.1) + 2.6 * bell(at, 15, 1.3)) / MINUTE,
  agents: (at) =>
    byHour(at, [
      [9, 18],
      [12, 29],
      [13, 23],
      [17, 29],
      [NIGHT, 20],
    ]),
  dayFactor: 0.15,
};

/** Three to five agents. */
const small: Centre = {
  ...quiet,
  ...noIncidents,
  handleS: 270,
  variation: 1.3,
  arrivals: (at) => (0.75 + 0.5 * bell(at, 10.5, 1.5)) / MINUTE,
  agents: (at) =>
    byHour(at, [
      [12, 5],
      [13, 3],
      [NIGHT, 5],
    ]),
  dayFactor: 0.2,
};

/** On every other day 2.2 times the calls for ninety minutes. */
const surge: Centre = {
  ...quiet,
  arrivals(at, { happens, from }) {
    const usual = (9 + 3 * bell(at, 10.5, 1.5)) / MINUTE;
    return usual * (happens && at >= from && at < from + 1.5 * HOUR ? 2.2 : 1);
  },
  agents: (at) =>
    byHour(at, [
      [9, 40],
      [12, 50],
      [13.5, 36],
      [17, 48],
      [NIGHT, 38],
    ]),
  patienceS: 900,
  taking: 0.6,
  offeredFromS: 120,
  dayFactor: 0.12,
  incidents: 0.5,
  highestRate: (12 * 2.2) / MINUTE,
};

/** The centres with how many days of each are looked at. */
export const centres = [
  { name: 'steady', centre: steady, days: 120 },
  { name: 'peaks', centre: peaks, days: 120 },
  { name: 'small', centre: small, days: 300 },
  { name: 'surge', centre: surge, days: 100 },
] as const;
