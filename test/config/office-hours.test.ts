import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { loadConfiguration } from '../../src/config/load-configuration.ts';
import { readTextFeed } from '../../src/config/read-text-feed.ts';
import { formatProblem } from '../../src/core/problem.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringback-'));
const file = join(folder, 'it.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

const rest = `switches:
  demo: { kind: simulated }
services:
  classic:
    queue: main
    caller-id: { number: "+12025550100" }
    options: { _business_hours_service: office, _capacity_service: desk }
queues:
  main: {}
`;

function load(text: string) {
  writeFileSync(file, rest + text);
  const loaded = loadConfiguration({ file, environment: {} });
  if ('problems' in loaded) return loaded.problems.map((one) => formatProblem(one).replace(`${file}:`, ''));
  return loaded.configuration;
}

test('office hours and capacities are read as they are written', () => {
  const loaded = load(`hours:
  office:
    time-zone: Europe/Berlin
    weekly: [Mon-Tue 08:00-18:00]
    additions: ["07-14 12:00-14:30"]
    exceptions: ["12-31", 2026-12-24 12:00-24:00]
    holidays: { country: de, state: BY }
    feeds: [closures.ics]
capacity:
  desk:
    weekly: { Mon-Fri: { "12:00": 4, "08:00": 10 } }
    dates: { 12-24: { "08:00": 2 } }
`);
  expect(loaded).toMatchObject({
    hours: [
      {
        name: 'office',
        zone: 'Europe/Berlin',
        weekly: [{ weekdays: [1, 2], from: 480, to: 1080 }],
        additions: [{ year: null, month: 7, day: 14, from: 720, to: 870 }],
        exceptions: [{ year: null, from: 0, to: 1440 }, { year: 2026, from: 720 }],
        holidays: { country: 'DE', state: 'BY', region: null },
        feeds: ['closures.ics'],
      },
    ],
    capacity: [
      {
        name: 'desk',
        zone: null,
        weekly: [[{ minute: 480, capacity: 10 }, { minute: 720, capacity: 4 }], {}, {}, {}, {}, [], []],
        dates: { '12-24': [{ minute: 480, capacity: 2 }] },
      },
    ],
  });
});

test('every mistake is told at its place', () => {
  const problems = load(`hours:
  offices:
    time-zone: EST5
    weekly: [Mon-Fri]
    exceptions: ["02-30"]
    holidays: { country: DE, state: XX }
capacity:
  desk: { weekly: { Someday: { "08:00": 10 } }, dates: { "12-32": {} } }
`) as string[];
  expect(problems).toEqual([
    expect.stringMatching(/^12:.* hours .*"EST5" is no time zone/),
    expect.stringMatching(/^13:.* hours "Mon-Fri": it takes days and hours/),
    expect.stringMatching(/^14:.* hours "02-30": it takes a date/),
    expect.stringMatching(/^15:.* hours nothing is known of state "XX" of DE; known are BB/),
    expect.stringMatching(/^17:.* hours "Someday" is no days/),
    expect.stringMatching(/^17:.* hours "12-32" is no date/),
    expect.stringMatching(/^7:.* reference there is nothing named "office" under "hours".*offices/),
  ]);
});

test('a calendar is read from a file or over HTTP, unless it is too large or is refused', async () => {
  writeFileSync(join(folder, 'a.ics'), 'BEGIN:VCALENDAR');
  expect(await readTextFeed(join(folder, 'a.ics'))).toBe('BEGIN:VCALENDAR');
  await expect(readTextFeed(join(folder, 'none.ics'))).rejects.toThrow('none.ics');
  writeFileSync(join(folder, 'large.ics'), Buffer.alloc(2_000_001));
  await expect(readTextFeed(join(folder, 'large.ics'))).rejects.toThrow('2 MB');
  const server = createServer((request, response) => {
    if (request.url === '/large') return void response.end(Buffer.alloc(3_000_000, 'a'));
    response.statusCode = request.url === '/a.ics' ? 200 : 403;
    response.end('BEGIN:VCALENDAR');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await readTextFeed(`${address}/a.ics`)).toBe('BEGIN:VCALENDAR');
  await expect(readTextFeed(`${address}/b.ics`)).rejects.toThrow('403');
  await expect(readTextFeed(`${address}/large`)).rejects.toThrow('2 MB');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
