import { expect, test } from 'vitest';

import { createCallback } from '../../src/app/create-callback.ts';
import { callbacks, ring } from './ringing.ts';
import type { PageWorld } from './page-world.ts';

const CALLER = '+12025550143';

async function desired({ app }: PageWorld): Promise<(string | null)[]> {
  const { records } = await app.store.callbacks.find({ limit: 10 });
  return records.map(({ desiredAt }) => (desiredAt === null ? null : new Date(desiredAt).toISOString()));
}

test('3: a day, an hour, the number; the goodbye says all of it', async () => {
  const { world, first } = await ring(CALLER);
  const day = await first.press('3');
  expect(day.says).toBe(
    'On which day shall we call? For later days, press 9. For Monday, January 5, press 1. ' +
      'For Tuesday, January 6, press 2. For Wednesday, January 7, press 3. For Thursday, January 8, press 4.',
  );
  const time = await day.press('2');
  expect(time.says).toContain(
    'At what time on Tuesday, January 6? For later times, press 9. For another day, press 8. ' +
      'For 12:00 AM, press 1. For 1:00 AM, press 2.',
  );
  const number = await time.press('2');
  expect(number.says).toContain('We will call 2 0 2, 5 5 5, 0 1 4 3.');
  const goodbye = await number.press('1');
  expect(goodbye.says).toMatch(
    /^Thank you\. We will call 2 0 2, 5 5 5, 0 1 4 3 on Tuesday, January 6 at 1:00 AM\. Should you want .* code is \d, \d, \d, \d\. Goodbye\.$/,
  );
  expect(goodbye.exits).toMatchObject({
    end: 'reject',
    accepted: true,
    serviceStart: Date.parse('2026-01-06T01:00:00Z') / 1000,
  });
  expect(await desired(world)).toEqual(['2026-01-06T01:00:00.000Z']);
});

test('9 offers what is later, 8 another day', async () => {
  const { first } = await ring(CALLER);
  const days = await first.press('3');
  const later = await days.press('9');
  expect(later.says).toContain('For Friday, January 9, press 1.');
  const times = await later.press('1');
  const evening = await times.press('9');
  expect(evening.says).toContain('For 4:00 AM, press 1.');
  expect((await evening.press('8')).says).toContain('For Friday, January 9, press 1.');
});

test('past the last day the first ones are offered again', async () => {
  const { first } = await ring(CALLER);
  let page = await first.press('3');
  for (let turn = 0; turn < 10 && !page.says.includes('There is nothing later.'); turn += 1)
    page = await page.press('9');
  expect(page.says).toBe('There is nothing later.');
  expect((await page.press('')).says).toContain('For Monday, January 5, press 1.');
});

test('a slot that is full is not offered: the next one of the hour is', async () => {
  const { world, first } = await ring(CALLER);
  const service = world.app.config().services[0]!;
  world.test.reconfigure({
    services: [{ ...service, options: { ...service.options, _max_request_by_time_bucket: 1 } }],
  });
  await createCallback(world.app, {
    ...{ service: 'classic', id: null, kvps: {} },
    parameters: { _customer_number: '+12025550177', _desired_time: '2026-01-06T01:00:00Z' },
  });
  const times = await (await first.press('3')).press('2');
  expect(times.says).toContain('For 1:05 AM, press 2.');
});

test('a time that somebody else takes meanwhile is told, and another one is asked for', async () => {
  const { world, first } = await ring(CALLER);
  const service = world.app.config().services[0]!;
  world.test.reconfigure({
    services: [{ ...service, options: { ...service.options, _max_request_by_time_bucket: 1 } }],
  });
  const number = await (await (await first.press('3')).press('2')).press('2');
  await createCallback(world.app, {
    ...{ service: 'classic', id: null, kvps: {} },
    parameters: { _customer_number: '+12025550177', _desired_time: '2026-01-06T01:00:00Z' },
  });
  const taken = await number.press('1');
  expect(taken.says).toBe('That time has just been taken. Please choose again.');
  expect((await taken.press('')).says).toContain('On which day shall we call?');
  expect(await callbacks(world)).toEqual(['+12025550177']);
});
