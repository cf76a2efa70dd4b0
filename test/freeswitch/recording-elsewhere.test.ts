import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import express from 'express';
import { expect, it, onTestFinished } from 'vitest';

import { systemRandom } from '../../src/core/random.ts';
import { serveRecordings } from '../../src/http/serve-recordings.ts';
import { openRecordings } from '../../src/voice/recordings.ts';
import { loudness, tone } from '../support/sound-files.ts';
import { onEveryLab } from '../support/telephone-lab.ts';
import { doorSite } from './door-site.ts';

onEveryLab('recordings of a switch on another host', (site) => {
  it('come by mod_httapi, and are heard again there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringback-elsewhere-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const lab = await site.lab(onTestFinished);
    const http = express();
    const server = createServer(http).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const recordings = await openRecordings(folder, {
      ...{ clock: lab.clock, random: systemRandom },
      address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      elsewhere: new Map([['lab', 'httapi']]),
    });
    const asked: string[] = [];
    serveRecordings(http, { recordings: recordings.sent }, ({ method }, _response, next) => {
      asked.push(method);
      next();
    });
    const { arrived } = await doorSite(lab);
    lab.call('8000', '14155550142', ['sil:3', tone(folder, 2), 'sil:60']);
    const call = await arrived();
    await call.answer();
    const order = { beep: false, maxTimeMs: 20_000, finalSilenceMs: 1_500, timeoutMs: 15_000 };
    const place = await recordings.place('lab');
    const said = await call.record({ ...order, to: place.to }).done;
    expect(said).toMatchObject({ kind: 'recorded', end: 'silence' });
    expect(await place.size()).toBeGreaterThan(2_000 * 16);
    // Nothing is to be heard on a simulated line.
    if (!site.simulated) expect(loudness(Buffer.from(await place.read()))).toBeGreaterThan(1_000);
    expect((await call.play([{ kind: 'file', path: place.to }]).done).kind).toBe('played');
    expect(asked[0]).toBe('PUT');
    // A simulated switch plays an address without asking for it.
    if (!site.simulated) expect(asked).toContain('GET');
    const left = await recordings.place('lab');
    const cut = call.record({ ...order, to: left.to, timeoutMs: null, finalSilenceMs: null });
    lab.clock.at(lab.clock.now() + 1_500, () => void call.hangup('NORMAL_CLEARING'));
    expect(await cut.done).toMatchObject({ kind: 'recorded', end: 'hangup' });
    expect(await left.size()).toBeGreaterThan(1_000 * 16);
  }, 120_000);
});
