import { DateTime } from 'luxon';
import { z } from 'zod';

import { openPeriodsOf, slotCapacities } from '../../app/built-in-services.ts';
import { endpoint } from '../endpoint.ts';
import { intervalOf, intervalParameters } from './interval.ts';
import { localInstant, zone } from './schemas.ts';

const period = z.object({ start: z.iso.datetime(), end: z.iso.datetime() });

/** The built-in services `office-hours` and `capacity` of GMS, by the name that the configuration gives them. */
export const builtInService = endpoint({
  method: 'get',
  path: '/1/service/{name}',
  summary: 'When an office is open, or how much a capacity takes, within an interval',
  inferred: 'the keys `periods`, `start`, `end` and `capacity`',
  query: z.looseObject({
    ...intervalParameters,
    start: localInstant.optional(),
    end: localInstant.optional(),
    timezone: zone.default('UTC').meta({ description: 'of times that are written without one' }),
  }),
  answer: z.object({
    error: z.null(),
    periods: z.array(period.extend({ capacity: z.int().optional() })),
  }),
  async handle(app, { path, query }) {
    const { start, end, timezone, ...rest } = query;
    const given = { ...rest, start: instantAt(start, timezone), end: instantAt(end, timezone) };
    const range = intervalOf(given, app.clock.now());
    const capacities = slotCapacities(app, path.name, range);
    const periods = capacities ?? openPeriodsOf(app, path.name, range);
    return Promise.resolve({
      error: null,
      periods: periods.map(({ from, to, ...more }) => ({ start: iso(from), end: iso(to), ...more })),
    });
  },
});

function instantAt(written: string | undefined, zone: string): number | undefined {
  return written === undefined ? undefined : DateTime.fromISO(written, { zone }).toMillis();
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
