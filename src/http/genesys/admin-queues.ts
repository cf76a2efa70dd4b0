import { z } from 'zod';

import { callbacksByQueue } from '../../app/callbacks-by-queue.ts';
import { genesysRecord } from '../../callback/genesys-record.ts';
import type { CallbackRecord } from '../../callback/record.ts';
import { reachesQueue, reachesService } from '../../callback/rights.ts';
import { RingbackError } from '../../core/errors.ts';
import { endpoint } from '../endpoint.ts';
import { queryView, statesOf } from './callbacks.ts';
import { callbackRecord, instant, wholeNumber } from './schemas.ts';

const MOST = 500;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export const adminQueues = endpoint({
  method: 'get',
  path: '/1/admin/callback/queues',
  summary: 'Query callbacks by their queues',
  inferred:
    '`start_time`, `states`; left out, the time goes from 15 minutes ago to a day ahead; 500 a queue at most',
  query: z.looseObject({
    target: z.string().optional().meta({ description: 'a virtual queue, or a service' }),
    start_time: instant.optional(),
    end_time: instant.optional(),
    max: wholeNumber(1, MOST).optional().meta({ description: 'of each queue' }),
    states: z.string().optional().meta({ description: 'several with commas' }),
  }),
  answer: z.record(z.string(), z.array(callbackRecord)),
  async handle(app, { caller, query }) {
    const { target = null, start_time: from, end_time: to, max = MOST, states, ...filters } = query;
    const now = app.clock.now();
    const { filterKeys } = app.config().genesys;
    const stranger = Object.keys(filters).find((key) => !filterKeys.includes(key));
    if (stranger !== undefined)
      throw new RingbackError('BAD_REQUEST', {
        what: `"${stranger.slice(0, 100)}" is no filter key; filter-keys are ${filterKeys.join(', ')}`,
      });
    const { _callback_state: state, ...pairs } = filters as Record<string, string>;
    const wanted = states ?? state;
    const found = await callbacksByQueue(app, {
      target,
      time: { from: from ?? now - 15 * MINUTE_MS, before: (to ?? now + DAY_MS) + 1 },
      states: wanted === undefined ? null : statesOf(wanted),
      meets: (record) =>
        reachesService(caller, record.service, app.config().services) &&
        Object.entries(pairs).every(([key, value]) => valueOf(record, key) === value),
      most: max,
    });
    const own = Object.entries(found).filter(([queue]) => reachesQueue(caller, queue, app.config().services));
    return Object.fromEntries(
      own.map(([queue, records]) => [queue, records.map((record) => genesysRecord(record, queryView(app)))]),
    );
  },
});

function valueOf({ reason, options, userData }: CallbackRecord, key: string): string | undefined {
  if (key === '_callback_reason') return reason ?? '';
  if (Object.hasOwn(userData, key)) return userData[key];
  return Object.hasOwn(options, key) ? String(options[key]) : undefined;
}
