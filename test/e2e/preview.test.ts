import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createDialogPreviews } from '../../src/cli/dialog-previews.ts';
import { loadConfiguration } from '../../src/config/load-configuration.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { systemRandom } from '../../src/core/random.ts';
import { compose, type Ringback } from '../../src/main.ts';
import { createDirectory } from '../../src/simulation/directory.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { createMemorySwitch } from '../../src/switch/memory/memory-switch.ts';
import { openSpeech, type SpeechHouse } from '../../src/voice/speech/open-speech.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { shippedDocuments } from '../support/world.ts';
import { toneWave } from '../voice/speech/waves.ts';

if (!chromiumPath) console.warn('the preview in a real browser is skipped: chromium is not installed');

describe.runIf(chromiumPath)('the preview of a dialog, in a real browser', () => {
  const data = mkdtempSync(join(tmpdir(), 'ringback-'));
  let browser: Browser;
  let ringback: Ringback;
  let previews: ReturnType<typeof createDialogPreviews>;
  let house: SpeechHouse;
  let server: Server;
  let url: string;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    const around = { clock: systemClock, random: systemRandom, log: silentLogger };
    const store = await openSqliteStore({ path: ':memory:', threads: false });
    const files = {
      ...(await shippedDocuments()),
      'prompts/en-US/goodbye.wav': toneWave({ rate: 8000 }).toString('base64'),
    };
    await store.sets.publish({ hash: 'test', publishedAt: 0, files });
    const loaded = loadConfiguration({ file: 'config/ringback.yaml', environment: {} });
    if ('problems' in loaded) throw new Error('the shipped configuration has mistakes');
    const configuration = { ...loaded.configuration, simulation: null };
    house = await openSpeech(data, configuration.voice, around);
    const speech = () => Promise.resolve(house.speech);
    previews = createDialogPreviews({ configuration, clock: systemClock, store, speech });
    const people = createDirectory(around, { talkMs: 60_000 });
    ringback = await compose(configuration, {
      ...around,
      ...{ store, previews, node: 'test', testPhone: null, simulated: [], token: null, secret: 'test' },
      switch: createMemorySwitch({ ...around, people, speechRate: 500 }),
      threads: { strategies: 0, voice: 0 },
    });
    await ringback.start();
    server = createServer(ringback.http);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser();
  }, 60_000);

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1500, height: 1000 } });
    complaints = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  });

  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await previews.close();
    await house.speech.close();
    await ringback.stop();
    rmSync(data, { recursive: true });
  });

  /** Steps whose boxes are lit. */
  async function lit(): Promise<(string | null)[]> {
    const boxes = await page.locator('[data-state].lit').all();
    return Promise.all(boxes.map((box) => box.getAttribute('data-state')));
  }

  const press = (key: string): Promise<void> => page.locator(`[data-key="${key}"]`).click();
  const said = (text: string): Promise<void> =>
    page.locator('#talk .said', { hasText: text }).last().waitFor();

  it('walks by keys, with its path lit in the graph, and books nothing', async () => {
    await page.goto(`${url}/dialogs/classic`);
    await said('You would wait about 6 minutes.');
    expect(await lit()).toEqual(expect.arrayContaining(['hours', 'offer']));
    expect(await lit()).not.toContain('confirm-number');
    await press('1');
    await said('We will call 2 0 2, 5 5 5, 0 1 4 3.');
    expect(await lit()).toContain('confirm-number');
    expect(await page.locator('.here').getAttribute('data-state')).toBe('confirm-number');
    expect(await page.locator('.arrow.lit[data-from="offer"][data-to="find-number"]').count()).toBe(1);
    await press('2');
    await said('Please key the number');
    for (const key of '4155550100') await press(key);
    expect(await page.locator('#entry').textContent()).toBe('4155550100');
    await press('#');
    await said('We will call 4 1 5');
    await press('1');
    await page.getByText('Booked: +14155550100').waitFor();
    if (process.env['RINGBACK_SCREENSHOTS'])
      await page.screenshot({
        path: join(process.env['RINGBACK_SCREENSHOTS'], 'preview.png'),
        fullPage: true,
      });
    expect(await page.locator('#test').textContent()).toContain('presses: 4155550100#');
    expect((await ringback.app.store.callbacks.find({ limit: 10 })).records).toEqual([]);
    expect(complaints).toEqual([]);
  }, 60_000);

  it('is in every language, and plays each prompt: a recording, or what a voice says', async () => {
    await page.goto(`${url}/dialogs/classic?locale=en-US`);
    await said('You would wait');
    const spoken = page.waitForResponse((response) => response.url().includes('/sound?'));
    await page.getByRole('button', { name: 'Play offer', exact: true }).click();
    const sound = await spoken;
    expect(sound.status()).toBe(200);
    expect((await sound.body()).length).toBeGreaterThan(20_000);
    const recorded = page.waitForResponse((response) => response.url().includes('/recordings/'));
    await page.getByRole('button', { name: 'Play goodbye', exact: true }).click();
    expect((await recorded).headers()['content-type']).toBe('audio/wav');
    await page.getByRole('link', { name: 'de-DE' }).click();
    await said('Ihre Wartezeit beträgt etwa 6 Minuten.');
    expect(complaints).toEqual([]);
  }, 60_000);

  it('takes other things for granted when asked to, and says what cannot be', async () => {
    await page.goto(`${url}/dialogs/classic`);
    await said('You would wait');
    await page.getByLabel('has a callback').check();
    await said('You have a callback already');
    await page.getByLabel('has a callback').uncheck();
    await page.getByRole('checkbox', { name: 'again' }).check();
    await said('You are number 4 in the queue');
    await page.getByLabel('Wait', { exact: true }).fill('soon');
    await page.getByLabel('Wait', { exact: true }).blur();
    await page.locator('#talk .over', { hasText: 'duration' }).waitFor();
  }, 60_000);

  it('is there for every dialog, and for no other', async () => {
    expect((await page.goto(`${url}/dialogs/none`))?.status()).toBe(404);
    await page.goto(`${url}/dialogs/voicemail`);
    await page.locator('#talk .over', { hasText: 'Over' }).waitFor();
    await page.getByRole('link', { name: 'confirm' }).click();
    await said('Hello, this is Ringback');
  }, 60_000);
});
