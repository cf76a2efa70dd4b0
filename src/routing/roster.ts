import { DateTime } from 'luxon';

import type { Roster } from '../callback/configuration.ts';

/** From `at` (epoch ms) on so many agents more, or fewer, than now. */
export interface RosterChange {
  at: number;
  change: number;
}

const DAYS = [0, 1] as const;

/** The changes that are planned for the rest of the day and the next, measured from how many are planned now. */
export function rosterChanges(roster: Roster | null, now: number): RosterChange[] {
  const last = roster?.steps.at(-1);
  if (!roster || !last) return [];
  const today = DateTime.fromMillis(now, { zone: roster.zone }).startOf('day');
  const plan = DAYS.flatMap((days) =>
    roster.steps.map(({ minute, agents }) => {
      const clock = { hour: Math.floor(minute / 60), minute: minute % 60 };
      return { at: today.plus({ days }).set(clock).toMillis(), agents };
    }),
  );
  const current = plan.findLast((step) => step.at <= now)?.agents ?? last.agents;
  return plan
    .filter((step) => step.at > now)
    .map(({ at, agents }) => ({ at, change: agents - current }))
    .filter(({ change }, index, all) => change !== (all[index - 1]?.change ?? 0));
}
