import { readdirSync, readFileSync } from 'node:fs';

import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { setAgentState } from '../../src/app/set-agent-state.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { SampleSite } from './sample-site.ts';

const NUMBER = '+14155550100';

let site: SampleSite;
beforeEach(async () => (site = await SampleSite.open()));
afterEach(() => site.close());

async function agentsAre(to: 'ready' | 'not-ready'): Promise<void> {
  const { app, router } = site.ringback;
  for (const agentId of ['1001', '1002']) await setAgentState(app, router, { agentId, to, reason: null });
}

it('curl.sh books a time, finds the callback, moves it and calls it off', async () => {
  const sample = site.run('curl.sh', [NUMBER]);
  const { code } = await sample.exited;
  expect([code, sample.err]).toEqual([0, []]);
  const [record] = await site.callbacks();
  expect(record).toMatchObject({
    state: 'COMPLETED',
    reason: 'CANCELLED',
    customerNumber: NUMBER,
    userData: { firstname: 'Ada', subject: 'Billing' },
  });
  const said = sample.out.join('\n');
  const moved = new Date(record?.desiredAt ?? 0).toISOString();
  expect(said).toContain(`Moved to ${moved}:`);
  expect(said).toContain(`"_desired_time":"${moved}"`);
  expect(said.match(new RegExp(record?.id ?? '-', 'g'))?.length).toBeGreaterThan(3);
});

it('a sample without the key is told so, and ends', async () => {
  const sample = site.run('curl.sh', [NUMBER], { RINGBACK_KEY: '' });
  expect((await sample.exited).code).not.toBe(0);
  expect(sample.err.join('\n')).toContain('KEY_REQUIRED');
});

describe('book.mjs', () => {
  it('follows a callback to the conversation', async () => {
    const sample = site.run('book.mjs', [NUMBER]);
    expect(await sample.exited).toMatchObject({ code: 0 });
    const [record] = await site.callbacks();
    expect(record).toMatchObject({ reason: 'AGENT_CONNECTED', userData: { subject: 'Billing' } });
    expect(sample.out.at(0)).toBe(`Booked: ${record?.id}`);
    expect(sample.out.at(-1)).toBe('COMPLETED, AGENT_CONNECTED');
  });

  it('tells the place in the queue, and a refusal with the id by which it is found', async () => {
    await agentsAre('not-ready');
    const waiting = site.run('book.mjs', [NUMBER]);
    await waiting.until(() => waiting.out.some((line) => line.includes('number 1 of 1')), 'a place');
    const refused = site.run('book.mjs', ['123']);
    expect((await refused.exited).code).toBe(1);
    const [, corrId] = /^Refused: NUMBER_INVALID, .*\((\w+)\)$/.exec(refused.out.join('\n')) ?? [];
    const [fact] = await site.ringback.app.store.facts.ofCallback(corrId ?? '-');
    expect(fact).toMatchObject({ kind: 'request.refused', data: { code: 'NUMBER_INVALID' } });
  });
});

it('ivr.mjs offers when the wait is long, books with the call, and marks it', async () => {
  const ivr = site.run('ivr.mjs', ['--ani', NUMBER, '--call', 'call-1'], { OFFER_FROM_S: '0' });
  ivr.type('1');
  expect(await ivr.exited).toMatchObject({ code: 0 });
  const [record] = await site.callbacks();
  expect(record).toMatchObject({ customerNumber: NUMBER, originatingInteractionId: 'call-1' });
  const attached = ivr.out.filter((line) => line.startsWith('attach:')).map((line) => line.slice(8));
  expect(attached).toEqual([
    `_CB_SERVICE_ID=${record?.id}`,
    expect.stringMatching(/^_CB_T_SERVICE_START=\d{10}$/),
    expect.stringMatching(/^_CB_T_CALLBACK_ACCEPTED=\d{10}$/),
  ]);
  expect(ivr.out.at(-1)).toContain('RouteTypeReject');
});

it('ivr.mjs sends who declines, and who would not wait long, to the queue', async () => {
  const declines = site.run('ivr.mjs', ['--ani', NUMBER, '--call', 'call-1'], { OFFER_FROM_S: '0' });
  declines.type('2');
  await declines.exited;
  expect(declines.out.at(-1)).toBe('release: to the queue: the caller stays');
  const short = site.run('ivr.mjs', ['--ani', NUMBER, '--call', 'call-2']);
  await short.exited;
  expect(short.out).toEqual(['release: to the queue: the wait is short']);
  expect(await site.callbacks()).toEqual([]);
});

it('follow.mjs is told what becomes of the callback, to the end', async () => {
  const sample = site.run('follow.mjs', [NUMBER]);
  expect(await sample.exited).toMatchObject({ code: 0 });
  const [record] = await site.callbacks();
  expect(sample.out).toContain(`Booked: ${record?.id}`);
  expect(sample.out.at(-1)).toMatch(/^_cbe_on_callback_completed COMPLETED AGENT_CONNECTED CONNECTED/);
  expect(sample.out.join('\n')).toContain('_cbe_on_callback_processing PROCESSING');
});

it('mobile.mjs is told when an agent is near, says that its user is ready, and is connected', async () => {
  await agentsAre('not-ready');
  const app = site.run('mobile.mjs', [NUMBER], { RINGBACK_SERVICE: 'app' });
  await app.until(() => app.out.includes('Show: You will be told when to call. [OK]'), 'a dialog');
  await agentsAre('ready');
  await app.until(() => app.out.some((line) => line.startsWith('Message: You can call us')), 'a message');
  app.type('connect');
  expect(await app.exited).toMatchObject({ code: 0 });
  expect(app.out.at(-1)).toMatch(/^Dial tel:\+12025550111, before \d{4}-/);
  site.call(NUMBER, '8100');
  const [booked] = await site.callbacks();
  const record = await site.until(booked?.id ?? '', ({ state }) => state === 'COMPLETED');
  expect(record.reason).toBe('AGENT_CONNECTED');
});

describe('form.mjs', () => {
  async function formAt(): Promise<string> {
    const form = site.run('form.mjs');
    await form.until(() => form.out.length > 0, 'its address');
    return /http:\S+/.exec(form.out[0] ?? '')?.[0] ?? '';
  }

  it.runIf(chromiumPath)('is filled in by a customer, at a time that is free', async () => {
    const browser: Browser = await openBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(await formAt());
      await page.getByLabel('First name').fill('Ada <b>');
      await page.getByLabel('Telephone number').fill('(415) 555-0100');
      await page.getByLabel('What is it about?').selectOption('Repairs');
      await page.getByLabel('When?').selectOption({ index: 2 });
      await page.getByRole('button').click();
      await page.getByText('We will call you at').waitFor();
      const [record] = await site.callbacks();
      expect(record).toMatchObject({
        state: 'SCHEDULED',
        customerNumber: NUMBER,
        userData: { firstname: 'Ada <b>', subject: 'Repairs' },
      });
    } finally {
      await browser.close();
    }
  });

  it('passes on the fields of the form and nothing else, and shows a refusal as text', async () => {
    const url = await formAt();
    const send = async (fields: Record<string, string>): Promise<string> =>
      (await fetch(url, { method: 'POST', body: new URLSearchParams(fields) })).text();
    const times = await (await fetch(url)).text();
    expect(times.match(/<option value="\d{4}-/g)).toHaveLength(24);
    await send({ _customer_number: NUMBER, _target: 'vip > 0', other: 'x', firstname: 'Ada' });
    const [record] = await site.callbacks();
    expect(record?.userData).toEqual({ firstname: 'Ada' });
    expect(record?.options['_target']).toBe('');
    const refused = await send({ _customer_number: '<script>1' });
    expect(refused).toContain('Sorry:');
    expect(refused).not.toContain('<script>');
    expect(await send({ firstname: 'x'.repeat(20_000) })).toContain('too long');
  });
});

it('every sample is in the README, and the other way round', () => {
  const named = readFileSync('samples/README.md', 'utf8').matchAll(/\]\(([\w.]+)\)/g);
  const files = readdirSync('samples').filter((name) => name !== 'README.md');
  expect([...new Set(Array.from(named, ([, name]) => name))].sort()).toEqual(files.sort());
});
