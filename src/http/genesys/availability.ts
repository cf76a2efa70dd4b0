import { DateTime } from 'luxon';
import { z } from 'zod';

import { availableSlots } from '../../app/slots.ts';
import { asParameters, endpoint } from '../endpoint.ts';
import { intervalOf, intervalParameters } from './interval.ts';
import { epochMs, instant, truth, wholeNumber, zone } from './schemas.ts';

const MOST_SLOTS = 10_000;
const mostSlots = wholeNumber(1, MOST_SLOTS).optional();

export const availability1 = endpoint({
  method: 'get',
  path: '/1/service/callback/{name}/availability',
  summary: 'Free places by the start of the slot',
  inferred: 'without an end, only a slot that begins at the very start',
  query: z.looseObject({ ...intervalParameters, timestamp: instant.optional(), 'max-time-slots': mostSlots }),
  answer: z.record(z.iso.datetime(), z.int()),
  async handle(app, { path, query }) {
    const { timestamp, 'max-time-slots': most = MOST_SLOTS, ...given } = query;
    const range = intervalOf({ ...given, start: given.start ?? timestamp }, app.clock.now());
    const { slots } = await availableSlots(app, path.name, { ...range, most, about: asParameters(query) });
    return Object.fromEntries(slots.map(({ at, free }) => [new Date(at).toISOString(), free]));
  },
});

export const availability2 = endpoint({
  method: 'get',
  path: '/2/service/callback/{name}/availability',
  summary: 'Slots with their free and all places',
  query: z.looseObject({
    ...intervalParameters,
    'start-ms': epochMs.optional(),
    'end-ms': epochMs.optional(),
    'max-time-slots': mostSlots,
    timezone: zone.optional(),
    'report-busy': truth.default(false).meta({ description: 'full slots too' }),
  }),
  answer: z.object({
    slots: z.array(
      z.object({
        utcTime: z.iso.datetime(),
        localTime: z.string().optional(),
        capacity: z.int().meta({ description: 'free places' }),
        total: z.int(),
      }),
    ),
    durationMin: z.int(),
    timezone: z.string().optional(),
  }),
  async handle(app, { path, query }) {
    const { 'start-ms': startMs, 'end-ms': endMs, 'max-time-slots': most = MOST_SLOTS, timezone } = query;
    const given = { ...query, start: query.start ?? startMs, end: query.end ?? endMs };
    const { slots, lengthMs } = await availableSlots(app, path.name, {
      ...intervalOf(given, app.clock.now()),
      most,
      reportBusy: query['report-busy'],
      about: asParameters(query),
    });
    return {
      slots: slots.map(({ at, free, total }) => ({
        utcTime: new Date(at).toISOString(),
        ...(timezone !== undefined && { localTime: localTime(at, timezone) }),
        capacity: free,
        total,
      })),
      durationMin: lengthMs / 60_000,
      ...(timezone !== undefined && { timezone }),
    };
  },
});

/** ISO 8601 without a zone. */
function localTime(at: number, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS");
}
