import { dayAt, isoDay, minuteOfDay, weekdayOf } from './wall-clock.ts';

/** From `minute` of the day on, until the next step; in order, none twice. */
export type CapacitySteps = readonly { minute: number; capacity: number }[];

/** How many callbacks a slot takes, by its time in the week. */
export interface CapacityGrid {
  name: string;
  /** IANA name; null: that of the office hours of the service. */
  zone: string | null;
  /** Steps of each weekday, from Monday on. */
  weekly: readonly CapacitySteps[];
  /** Steps of single dates, which win over their weekday: `2026-12-24`, or `12-24` for every year. */
  dates: Readonly<Record<string, CapacitySteps>>;
}

/** What a slot that begins at `slotAt` takes: nothing before the first step of its day. */
export function capacityAt(grid: CapacityGrid, slotAt: number, officeZone: string): number {
  const zone = grid.zone ?? officeZone;
  const day = dayAt(slotAt, zone);
  const date = isoDay(day);
  const steps = grid.dates[date] ?? grid.dates[date.slice(-5)] ?? grid.weekly[weekdayOf(day) - 1] ?? [];
  const minute = minuteOfDay(slotAt, zone);
  return steps.findLast((step) => step.minute <= minute)?.capacity ?? 0;
}
