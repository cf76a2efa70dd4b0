import fc from 'fast-check';
import { expect, test } from 'vitest';

import { mayDial } from '../../src/app/may-dial.ts';
import type { App } from '../../src/app/ports.ts';
import type { Configuration } from '../../src/callback/configuration.ts';
import { numberZones } from '../../src/callback/hours/number-zones.ts';
import type { CallbackRecord } from '../../src/callback/record.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { aCallback } from '../callback/a-callback.ts';
import { testConfiguration, testService } from '../support/configuration.ts';
import { noFeeds, noLists } from '../support/no-feeds.ts';
import { officeOpen } from '../support/office-open.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** For so long a customer's consent is good. */
const CONSENT_MS = 2 * DAY_MS;
const customers: readonly (readonly [number: string, country: string])[] = [
  ['+442071838750', 'GB'],
  ['+442071838751', 'GB'],
  ['+12125550123', 'US'],
  ['+61291234567', 'AU'],
];
const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock on the wall shows, by another way than the code under test. */
function wall(at: number, zone: string): { weekday: string; hour: number } {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' });
  clocks.set(zone, clock);
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return { weekday: parts.get('weekday') ?? '', hour: Number(parts.get('hour')) };
}

/** Days before clocks change somewhere, and others. */
const around = [
  '2026-03-05',
  '2026-03-26',
  '2026-04-02',
  '2026-06-15',
  '2026-10-01',
  '2026-10-22',
  '2026-10-29',
];

/** Minutes go by, the clock of the machine is set forward or back, and a customer is to be called. */
const step = fc.record({
  who: fc.nat({ max: customers.length - 1 }),
  minutes: fc.integer({ min: 0, max: 12 * 60 }),
  set: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: -120, max: 120 })),
  /** Whose number is put on the list of those that are never called first, or taken off it. */
  listed: fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.nat({ max: customers.length - 1 }) },
  ),
});

const history = fc.record({
  zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Sydney'),
  open: fc.integer({ min: 0, max: 14 }),
  close: fc.integer({ min: 15, max: 23 }),
  earliest: fc.integer({ min: 0, max: 10 }),
  latest: fc.integer({ min: 18, max: 24 }),
  countries: fc.subarray(['GB', 'US', 'AU'], { minLength: 1 }),
  perDay: fc.integer({ min: 1, max: 2 }),
  begin: fc
    .tuple(fc.constantFrom(...around), fc.integer({ min: 0, max: 4 * 24 * 60 }))
    .map(([date, minutes]) => Date.parse(date) + minutes * MINUTE_MS),
  steps: fc.array(step, { minLength: 3, maxLength: 8 }),
});

type History = typeof history extends fc.Arbitrary<infer Given> ? Given : never;

const two = (hour: number): string => String(hour).padStart(2, '0');

/** Each history has rules of its own name: their calls of the day are counted by themselves. */
function configurationOf(name: string, given: History): Configuration {
  const { zone, open, close, earliest, latest, countries, perDay } = given;
  const service = testService({
    _business_hours_service: 'office',
    _do_not_call_items: `0,${earliest},${latest}`,
    _max_dial_attempts: 2,
    _require_consent: true,
    _consent_max_age: CONSENT_MS / 1000,
  });
  const lists = { allowed: [], blocked: [], doNotCall: [] };
  const { queues } = testConfiguration();
  return testConfiguration({
    services: [service],
    hours: [officeOpen(`Mon-Fri ${two(open)}:00-${two(close)}:00`, zone)],
    numbers: [{ name, countries, noCountries: 'none', ...lists, perDay: { '*': perDay } }],
    queues: queues.map((queue) => ({ ...queue, numbers: name })),
  });
}

/** What was rung: by the clock of the machine, and by one that nobody sets. */
interface Ring {
  at: number;
  elapsed: number;
  number: string;
  country: string;
}

function toggle(listed: Set<string>, number: string | undefined): void {
  if (number !== undefined && !listed.delete(number)) listed.add(number);
}

/** Rings whoever may be rung; everybody is busy. */
async function live(app: Pick<App, 'store'>, name: string, given: History): Promise<Ring[]> {
  const configuration = configurationOf(name, given);
  let at = given.begin;
  const listed = new Set<string>();
  const doNotCall = {
    get: (number: string) => Promise.resolve(listed.has(number) ? { number, listed: true } : null),
  };
  const around = {
    ...{ config: () => configuration, feeds: noFeeds, doNotCall: noLists },
    ...{ clock: { now: () => at }, store: { throttles: app.store.throttles, doNotCall } },
  } as unknown as App;
  const expiresAt = given.begin + 4 * DAY_MS;
  const records = customers.map(([customerNumber], index): CallbackRecord => ({
    ...aCallback(configuration.services[0]?.options),
    ...{ id: `${name}-${index}`, customerNumber, expiresAt, consent: { source: 'web-form', at } },
  }));
  const rings: Ring[] = [];
  let elapsed = 0;
  for (const { who, minutes, set, listed: whose } of given.steps) {
    elapsed += minutes * MINUTE_MS;
    at += (minutes + set) * MINUTE_MS;
    toggle(listed, customers[whose ?? -1]?.[0]);
    const [record, [number, country] = ['', '']] = [records[who], customers[who]];
    if (!record) continue;
    const leg = { id: `${record.id}-${record.attempts.length}`, begun: false };
    const may = await mayDial(around, record, leg);
    if (may.kind !== 'yes') continue;
    expect(listed).not.toContain(number);
    expect(at - (record.consent?.at ?? 0)).toBeLessThanOrEqual(CONSENT_MS);
    const closed = may.record.attempts.map((one) => ({ ...one, endedAt: at, result: 'BUSY' as const }));
    records[who] = { ...may.record, attempts: closed };
    expect(closed.length).toBeLessThanOrEqual(2);
    expect(at).toBeLessThan(expiresAt);
    rings.push({ at, elapsed, number, country });
  }
  return rings;
}

function withinHours({ at, number }: Ring, { zone, open, close, earliest, latest }: History): void {
  const office = wall(at, zone);
  expect(['Mon', 'Tue', 'Wed', 'Thu', 'Fri']).toContain(office.weekday);
  expect(office.hour).toBeGreaterThanOrEqual(open);
  expect(office.hour).toBeLessThan(close);
  for (const place of numberZones(number)) {
    expect(wall(at, place).hour).toBeGreaterThanOrEqual(earliest);
    expect(wall(at, place).hour).toBeLessThan(latest);
  }
}

/** No more calls to a country in a day than it may have; a day is as wrong as the clock that measures it was set. */
function withinCaps(rings: readonly Ring[], { perDay, steps }: History): void {
  const dayMs = DAY_MS - steps.reduce((sum, { set }) => sum + Math.abs(set), 0) * MINUTE_MS;
  for (const { elapsed, country } of rings) {
    const day = rings.filter(
      (one) => one.country === country && one.elapsed >= elapsed && one.elapsed < elapsed + dayMs,
    );
    expect(day.length).toBeLessThanOrEqual(perDay);
  }
}

const PARTS = [1, 2, 3, 4];

test.each(PARTS)(
  'in 100,000 random histories nobody is rung outside the hours, the legal window, the rules, the lists, the consent, the caps and the attempts (part %i)',
  async () => {
    const store = await openSqliteStore({ path: ':memory:', threads: false });
    let [histories, rings, shut] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(history, async (given) => {
        const rung = await live({ store }, `rules ${histories++}`, given);
        rings += rung.length;
        shut += given.steps.length - rung.length;
        for (const ring of rung) {
          withinHours(ring, given);
          expect(given.countries).toContain(ring.country);
        }
        withinCaps(rung, given);
      }),
      { numRuns: 100_000 / PARTS.length },
    );
    await store.close();
    expect(rings).toBeGreaterThan(10_000);
    expect(shut).toBeGreaterThan(10_000);
  },
);
