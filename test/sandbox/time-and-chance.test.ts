import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

import { aRuntime, NOON, run, runAlone } from './a-runtime.ts';

test('the present is what the unit of work began with', async () => {
  expect(await runAlone('return [Date.now(), new Date().getTime(), Date().slice(0, 15)]')).toEqual([
    NOON,
    NOON,
    'Mon Jan 05 2026',
  ]);
});

test('chance repeats with its seed and differs with another', async () => {
  const runtime = await aRuntime();
  const draw = (seed: number): unknown => {
    runtime.begin({ now: NOON, seed });
    return run(runtime, 'return [Math.random(), Math.random(), Math.random()]');
  };
  const first = draw(7);
  expect(draw(8)).not.toEqual(first);
  expect(draw(7)).toEqual(first);
  for (const one of first as number[]) expect(one).toBeGreaterThanOrEqual(0);
  for (const one of first as number[]) expect(one).toBeLessThan(1);
  runtime.dispose();
});

const local = `
  const of = (...list) => new Date(...list).toISOString();
  return [
    of(2026, 0, 5, 9), of('2026-01-05T09:00'), of('2026-01-05'), of('Jan 5 2026 09:00'), of('2026-01-05T09:00:00+02:00'),
    of('Mon Jan 05 2026 09:00:00 GMT-0500 (EST)'), of(new Date(5)), of(5), new Date().getHours(), new Date().getDay(),
    new Date().getTimezoneOffset(), new Date().toString(), new Date().toLocaleString(), String(new Date(NaN)),
    new Date(2026, 2, 29, 2, 30).getHours(), Date.parse('2026-03-08T02:30') === Date.UTC(2026, 2, 8, 2, 30),
  ];`;
const expected = [
  '2026-01-05T09:00:00.000Z',
  '2026-01-05T09:00:00.000Z',
  '2026-01-05T00:00:00.000Z',
  '2026-01-05T09:00:00.000Z',
  '2026-01-05T07:00:00.000Z',
  '2026-01-05T14:00:00.000Z',
  '1970-01-01T00:00:00.005Z',
  '1970-01-01T00:00:00.005Z',
  12,
  1,
  0,
  'Mon Jan 05 2026 12:00:00 GMT+0000',
  '01/05/2026, 12:00:00',
  'Invalid Date',
  2,
  true,
];

describe('local time is UTC', () => {
  test.each(['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu'])('on a machine in %s', (zone) => {
    const support = fileURLToPath(new URL('./a-runtime.ts', import.meta.url));
    const program = `import { runAlone } from ${JSON.stringify(support)};
      console.log(JSON.stringify(await runAlone(${JSON.stringify(local)})));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual(expected);
  });
});
