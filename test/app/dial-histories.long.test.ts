import fc from 'fast-check';
import { expect, test } from 'vitest';

import { notBefore } from '../../src/app/dial-times.ts';
import { numberRefusal } from '../../src/app/number-rules.ts';
import type { App } from '../../src/app/ports.ts';
import { dialGate } from '../../src/callback/dial-gate.ts';
import { numberZones } from '../../src/callback/hours/number-zones.ts';
import { completeOptions } from '../../src/callback/options.ts';
import type { CallbackRecord } from '../../src/callback/record.ts';
import { aCallback } from '../callback/a-callback.ts';
import { testConfiguration, testService } from '../support/configuration.ts';
import { noFeeds } from '../support/no-feeds.ts';
import { officeOpen } from '../support/office-open.ts';

const HOUR_MS = 3_600_000;
const countries: Record<string, string> = {
  '+442071838750': 'GB',
  '+12125550123': 'US',
  '+61291234567': 'AU',
};
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

/** Clocks of the zone change within three hours: which hour then counts is told elsewhere. */
function changes(at: number, zone: string): boolean {
  const shown = (wall(at + 3 * HOUR_MS, zone).hour - wall(at - 3 * HOUR_MS, zone).hour + 24) % 24;
  return shown !== 6;
}

function rung(app: App, record: CallbackRecord, at: number): CallbackRecord | null {
  const gate = dialGate(record, `attempt ${record.attempts.length}`, at);
  const barred = numberRefusal(app, record.service, record.customerNumber);
  if (!gate.ok || barred || notBefore(app, record, at)) return null;
  const closed = gate.record.attempts.map((one) => ({ ...one, endedAt: at, result: 'BUSY' as const }));
  return { ...gate.record, attempts: closed };
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

const history = fc.record({
  zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Sydney'),
  open: fc.integer({ min: 0, max: 14 }),
  close: fc.integer({ min: 15, max: 23 }),
  earliest: fc.integer({ min: 0, max: 10 }),
  latest: fc.integer({ min: 18, max: 24 }),
  number: fc.constantFrom(...Object.keys(countries)),
  listed: fc.constantFrom('GB', 'US', 'AU'),
  only: fc.boolean(),
  begin: fc
    .tuple(fc.constantFrom(...around), fc.integer({ min: 0, max: 4 * 24 * 60 }))
    .map(([date, minutes]) => Date.parse(date) + minutes * 60_000),
  steps: fc.array(fc.integer({ min: 0, max: 24 * 60 }), { minLength: 3, maxLength: 6 }),
});

test('in 100,000 random histories nobody is rung outside the office hours, the legal window, the rules and the attempts', () => {
  let rings = 0;
  fc.assert(
    fc.property(history, (given) => {
      const { zone, open, close, earliest, latest, number, listed, only, begin, steps } = given;
      const two = (hour: number): string => String(hour).padStart(2, '0');
      const service = testService({
        _business_hours_service: 'office',
        _do_not_call_items: `0,${earliest},${latest}`,
        _max_dial_attempts: 2,
      });
      const [queue] = testConfiguration().queues;
      const nothing = { noCountries: 'none' as const, allowed: [], blocked: [], doNotCall: [], perDay: {} };
      const configuration = testConfiguration({
        services: [service],
        hours: [officeOpen(`Mon-Fri ${two(open)}:00-${two(close)}:00`, zone)],
        numbers: [{ name: 'rules', countries: only ? [listed] : Object.values(countries), ...nothing }],
        queues: queue ? [{ ...queue, numbers: 'rules' }] : [],
      });
      const lists = { lists: () => false };
      const app = { config: () => configuration, feeds: noFeeds, doNotCall: lists } as unknown as App;
      const options = completeOptions(service.options).options;
      let record: CallbackRecord = {
        ...aCallback(),
        options,
        customerNumber: number,
        expiresAt: begin + 4 * 86_400_000,
      };
      let at = begin;
      for (const step of steps) {
        at += step * 60_000;
        const next = rung(app, record, at);
        if (!next) continue;
        rings += 1;
        record = next;
        expect(record.attempts.length).toBeLessThanOrEqual(2);
        expect(at).toBeLessThan(record.expiresAt);
        if (only) expect(countries[number]).toBe(listed);
        const office = wall(at, zone);
        if (!changes(at, zone)) {
          expect(['Mon', 'Tue', 'Wed', 'Thu', 'Fri']).toContain(office.weekday);
          expect(office.hour).toBeGreaterThanOrEqual(open);
          expect(office.hour).toBeLessThan(close);
        }
        for (const place of numberZones(number)) {
          expect(wall(at, place).hour).toBeGreaterThanOrEqual(earliest);
          expect(wall(at, place).hour).toBeLessThan(latest);
        }
      }
    }),
    { numRuns: 100_000 },
  );
  expect(rings).toBeGreaterThan(10_000);
});
