import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { httpWorld, type World } from '../http/http-world.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
if (!executablePath) console.warn('the API in a real browser is skipped: chromium is not installed');

describe.runIf(executablePath)('the description of the API, in a real browser', () => {
  let world: World;
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    world = await httpWorld();
    server = createServer(world.http);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = await chromium.launch({
      ...(executablePath ? { executablePath } : {}),
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    });
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await world.close();
  });

  it('shows its requests and asks no other server for anything', async () => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const page = await browser.newPage();
    const strangers: string[] = [];
    page.on('request', (request) => {
      const { origin: asked, protocol } = new URL(request.url());
      if (asked !== origin && protocol !== 'data:') strangers.push(request.url());
    });
    await page.goto(`${origin}/docs`);
    await page.getByText('Start or schedule a callback').waitFor();
    expect(await page.locator('.opblock').count()).toBeGreaterThan(50);
    expect(strangers).toEqual([]);
  }, 60_000);
});
