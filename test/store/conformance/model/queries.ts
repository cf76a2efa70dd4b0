import fc from 'fast-check';

import type { CallbackQuery, DueQuery, TimeRange } from '../../../../src/store/callbacks.ts';
import { T0 } from '../make.ts';
import { call, duePages, pages, type Call } from './calls.ts';
import {
  callbackIds,
  desiredAt,
  few,
  instant,
  instants,
  legIds,
  numbers,
  oneOf,
  services,
  sessionIds,
} from './contents.ts';

const limit = fc.integer({ min: 1, max: 3 });

const properties = fc.record({
  pairs: oneOf<Record<string, string>>([
    {},
    { lang: 'de' },
    { lang: 'fr', tier: 'gold' },
    { lang: 'de', _customer_number: numbers[0]! },
  ]),
  operand: oneOf(['AND', 'OR'] as const),
});

const range: fc.Arbitrary<TimeRange> = fc.record({ from: instant, before: instant }, { requiredKeys: [] });

const callbackQuery: fc.Arbitrary<CallbackQuery> = fc.record(
  {
    service: oneOf(services),
    states: few(oneOf(['SCHEDULED', 'QUEUED', 'COMPLETED'] as const)),
    customerNumber: oneOf(numbers),
    properties,
    arrival: range,
    limit,
  },
  { requiredKeys: ['limit'] },
);

const dueQuery: fc.Arbitrary<DueQuery> = fc.record(
  { service: oneOf(services), due: range, limit },
  { requiredKeys: ['due', 'limit'] },
);

/** Reads with limits and conditions. */
export const queries: fc.Arbitrary<Call> = fc.oneof(
  { weight: 3, arbitrary: callbackQuery.map(pages) },
  dueQuery.map(duePages),
  fc
    .tuple(oneOf(callbackIds), instant, limit)
    .map(([id, at, most]) => call('callbacks', 'due', desiredAt(id, at), most)),
  fc.tuple(oneOf(services), instant, instant).map((args) => call('slots', 'taken', ...args)),
  fc.tuple(instant, limit).map(([until, most]) => call('sessions', 'timersDue', until, most)),
  fc.tuple(fc.nat({ max: 3 }), limit).map(([from, most]) => call('routing', 'journal', from, most)),
  limit.map((most) => call('interactions', 'recent', most)),
  oneOf(['u1', 'u2']).map((id) => call('utterances', 'get', id)),
  limit.map((most) => call('facts', 'recent', 'attempt', most)),
);

/** Every read of the port, about every id there may be and one that there never is. */
export const everyRead: readonly Call[] = [
  ...[...sessionIds, 'unknown'].flatMap((id) => [
    call('sessions', 'get', id),
    call('sessions', 'inbox', id),
    call('sessions', 'journal', id),
    call('outbox', 'openOf', id),
  ]),
  ...sessionIds.flatMap((id) =>
    Array.from({ length: 10 }, (_, seq) => call('outbox', 'get', `${id}.${seq}.0`)),
  ),
  call('sessions', 'waiting'),
  call('sessions', 'running'),
  call('sessions', 'timersDue', Number.MAX_SAFE_INTEGER, 100),
  call('sessions', 'nextTimer'),
  call('outbox', 'open'),
  ...[...callbackIds, 'unknown'].flatMap((id) => [
    call('callbacks', 'get', id),
    call('slots', 'heldBy', id),
    call('sessions', 'ofCallback', id),
    call('facts', 'ofCallback', id),
  ]),
  pages({ limit: 100 }),
  duePages({ due: {}, limit: 2 }),
  ...services.map((service) => call('slots', 'taken', service, 0, T0 * 2)),
  ...numbers.map((customerNumber) => pages({ customerNumber, limit: 2 })),
  ...callbackIds.flatMap((id) => instants.map((at) => call('callbacks', 'due', desiredAt(id, at), 100))),
  call('callbacks', 'nextDue'),
  call('callbacks', 'counts'),
  ...[...legIds, 'unknown'].map((id) => call('interactions', 'get', id)),
  call('interactions', 'live'),
  call('interactions', 'recent', 100),
  ...['k1', 'k2', 'unknown'].map((key) => call('dialogRuns', 'get', key)),
  call('routing', 'load'),
  call('routing', 'journal', 0, 100),
  ...['h1', 'h2', 'unknown'].map((hash) => call('sets', 'get', hash)),
  call('sets', 'active'),
  call('revisions', 'head'),
  call('revisions', 'list', 3, 2),
  call('revisions', 'list', 1_000_000, 100),
  ...[1, 2, 99].map((no) => call('revisions', 'get', no)),
  call('keys', 'all'),
  ...numbers.map((number) => call('doNotCall', 'get', number)),
  call('doNotCall', 'list', null, 2),
  ...numbers.map((number) => call('doNotCall', 'list', number, 2)),
  ...['u1', 'u2', 'unknown'].map((id) => call('utterances', 'get', id)),
  ...['d1', 'd2', 'd3', 'unknown'].map((id) => call('deposits', 'get', id)),
  ...(['subscription', 'storage'] as const).flatMap((kind) => [
    call('deposits', 'ofKind', kind),
    call('deposits', 'count', kind),
  ]),
  ...['ada', 'ben', 'unknown'].map((id) => call('keys', 'get', id)),
  ...['attempt', 'wait'].map((kind) => call('facts', 'recent', kind, 100)),
];
