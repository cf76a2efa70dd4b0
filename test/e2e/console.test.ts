import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { cancelCallback } from '../../src/app/cancel-callback.ts';
import { createCallback } from '../../src/app/create-callback.ts';
import { getCallback } from '../../src/app/find-callbacks.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { systemRandom } from '../../src/core/random.ts';
import { compose, type Ringback } from '../../src/main.ts';
import { createDirectory } from '../../src/simulation/directory.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { createMemorySwitch } from '../../src/switch/memory/memory-switch.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { shippedDocuments } from '../support/world.ts';

if (!chromiumPath) console.warn('the console in a real browser is skipped: chromium is not installed');

describe.runIf(chromiumPath)('the console, in a real browser', () => {
  let browser: Browser;
  let ringback: Ringback;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    const around = { clock: systemClock, random: systemRandom, log: silentLogger };
    const store = await openSqliteStore({ path: ':memory:', threads: false });
    await store.sets.publish({ hash: 'test', publishedAt: 0, files: await shippedDocuments() });
    const loaded = loadConfiguration({ file: 'config/ringback.yaml', environment: {} });
    if ('problems' in loaded) throw new Error('the shipped configuration has mistakes');
    const people = createDirectory(around, { talkMs: 60_000 });
    ringback = await compose(
      { ...loaded.configuration, simulation: null },
      {
        ...around,
        store,
        switch: createMemorySwitch({ ...around, people, speechRate: 500 }),
        threads: { strategies: 0, voice: 0 },
        node: 'test',
        testPhone: null,
        simulated: ['the telephone switch'],
        token: null,
        secret: 'test',
      },
    );
    await ringback.start();
    server = createServer(ringback.http);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await ringback.stop();
  });

  it('says what is simulated, who the agents are, and shows a new callback without a reload', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(url);
    await page.getByText('Simulated: the telephone switch').waitFor();
    await page.getByRole('cell', { name: 'Ada' }).waitFor();
    await page.getByText('live', { exact: true }).waitFor();
    await createCallback(ringback.app, {
      service: 'classic',
      id: null,
      parameters: { _customer_number: '+14155550100', note: '<b>bold</b>' },
      kvps: {},
    });
    await page.getByRole('cell', { name: '+14155550100' }).first().waitFor();
    await page.getByText('PROCESSING').first().waitFor();
    await page.getByRole('link', { name: 'story' }).first().click();
    await page
      .getByRole('cell', { name: /Dialling/ })
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);

  it('leads to every dialog that callers and agents hear', async () => {
    const page = await browser.newPage();
    await page.goto(url);
    const links = await page.locator('header a[href^="/dialogs/"]').allTextContents();
    expect(links).toEqual(expect.arrayContaining(['classic', 'confirm']));
    expect(new Set(links).size).toBe(links.length);
  }, 60_000);

  it('lights where a callback stands, one event of the server after it got there, and where it stood before', async () => {
    const { app } = ringback;
    const { id } = await createCallback(app, {
      service: 'classic',
      id: null,
      parameters: { _customer_number: '+14155550103', _target: 'nosuchskill > 5' },
      kvps: {},
    });
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(`${url}callbacks/${id}`);
    const shownLit = `[...document.querySelectorAll('#chart g.lit')].map((box) => box.dataset.state)`;
    const lit = (): Promise<unknown> => page.evaluate(shownLit);
    await page.locator('#chart g.lit[data-state="WaitingForAgentNear"]').waitFor();
    expect(await lit()).toEqual(['Pending', 'WaitingForAgentNear']);

    await page.getByText('live', { exact: true }).waitFor();
    await cancelCallback(app, id);
    const { sessionId } = await getCallback(app, id);
    const ended = async (): Promise<number> => {
      for (;;) {
        const [, last] = await app.store.sessions.journal(sessionId ?? '');
        if (last) return last.at;
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    // The first event that the server sent after the step has been taken up: the page shows the step.
    const at = await ended();
    const shown = page.evaluate(`new Promise((resolve) => {
      const look = () =>
        Number(document.documentElement.dataset.seen) >= ${at} ? resolve(${shownLit}) : requestAnimationFrame(look);
      look();
    })`);
    expect(await shown).toEqual(['Ended']);
    await page.getByText('2 of 2').waitFor();

    await page.getByRole('slider').focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByText(/^1 of 2, .*begins$/).waitFor();
    expect(await lit()).toEqual(['Pending', 'WaitingForAgentNear']);
    expect(complaints).toEqual([]);
  }, 60_000);
});
