import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import express from 'express';
import { expect, onTestFinished, test } from 'vitest';

import type { VoiceEnd } from '../../src/app/ports.ts';
import { silentLogger, type Logger } from '../../src/core/logger.ts';
import { systemRandom } from '../../src/core/random.ts';
import { serveRecordings } from '../../src/http/serve-recordings.ts';
import type { OwnPages } from '../../src/voice/own-fetch.ts';
import { openRecordings } from '../../src/voice/recordings.ts';
import { plainSounds } from '../../src/voice/sounds.ts';
import { createVoiceRunner } from '../../src/voice/voice-runner.ts';
import { eventually } from '../support/eventually.ts';
import { ringIn, site } from '../support/simulated-site.ts';

const pages: Record<string, string> = {
  '/vxml/record': `<vxml version="2.1"><form>
    <record name="message" maxtime="8s" finalsilence="2s" beep="true"/>
    <block>You said: <audio expr="message"/></block>
    <block><submit next="/vxml/keep" method="post" enctype="multipart/form-data" namelist="message"/></block>
    <catch event="error"><exit expr="_event"/></catch></form></vxml>`,
  '/vxml/keep': '<vxml version="2.1"><form><block><exit expr="\'kept\'"/></block></form></vxml>',
};

type Module = 'httapi' | 'http_cache';
type Sent = Parameters<OwnPages>[0];

interface Stage {
  ended: Promise<VoiceEnd>;
  sent: Sent[];
  /** What was asked of us over HTTP: `PUT /recordings/...`. */
  asked: string[];
  /** Sounds that the switch began to play. */
  played: () => string[];
  folder: string;
  errors: string[];
}

/** A caller on a switch that reaches us over HTTP only, who speaks when a page listens; `reachable`: or not even so. */
async function recorded(module: Module, reachable = true): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-elsewhere-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = await site({ audio: module });
  const { clock } = at.world.scene;
  const asked: string[] = [];
  const http = express();
  const server = createServer(http).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const port = reachable ? (server.address() as AddressInfo).port : 9;
  const recordings = await openRecordings(folder, {
    ...{ clock, random: systemRandom, address: `http://127.0.0.1:${port}` },
    elsewhere: new Map([['sim', module]]),
  });
  serveRecordings(http, { recordings: recordings.sent }, ({ method, path }, _response, next) => {
    asked.push(`${method} ${path}`);
    next();
  });
  const sent: Sent[] = [];
  const errors: string[] = [];
  const log: Logger = { ...silentLogger, error: (_, message) => void errors.push(message) };
  const voice = await createVoiceRunner({
    ...{ threads: 0, clock, log, sounds: plainSounds, recordings },
    numbers: () => Promise.resolve({ ok: true, number: '' }),
    fetch(request) {
      sent.push(request);
      const body = pages[request.path];
      const headers = { 'Content-Type': 'application/voicexml+xml' };
      return Promise.resolve({ status: body === undefined ? 404 : 200, headers, body: body ?? '' });
    },
  });
  onTestFinished(() => voice.close());
  const client = await at.world.client('RECORD_START PLAYBACK_START');
  const { call, line } = await ringIn(at);
  void client.event('RECORD_START', { 'Unique-ID': call.id }).then(() => line.speak(2_000));
  const played = (): string[] =>
    client.messages.flatMap(({ body }) => /"Playback-File-Path":"([^"]+)"/.exec(body)?.[1] ?? []);
  return { ended: voice.run(call, '/vxml/record', {}).ended, sent, asked, played, folder, errors };
}

test.each<[Module, RegExp]>([
  ['httapi', /(^|[ !])http:\/\/127\.0\.0\.1:\d+\/recordings\/[0-9a-f]{32}\.wav/],
  ['http_cache', /http_cache:\/\/http:\/\/127\.0\.0\.1:\d+\/recordings\/[0-9a-f]{32}\.wav/],
])(
  'what is said on a switch elsewhere comes by %s, is heard there and sent by the page',
  async (module, address) => {
    const { ended, sent, asked, played, folder } = await recorded(module);
    expect(JSON.stringify(await ended)).toContain('kept');
    expect(asked).toEqual([expect.stringMatching(/^PUT \/recordings\/[0-9a-f]{32}\.wav$/)]);
    const [file] = sent.find(({ path }) => path === '/vxml/keep')?.files ?? [];
    expect(file).toMatchObject({ name: 'message', type: 'audio/x-wav' });
    expect(Buffer.from(file?.bytes ?? []).toString('latin1', 0, 4)).toBe('RIFF');
    expect(file?.bytes.length).toBeGreaterThan(2_000 * 16);
    await eventually(() => readdirSync(join(folder, 'recordings')).length === 0);
    expect(played().join(' ')).toMatch(address);
  },
);

test('what does not come is no recording, and the log says so', async () => {
  const { ended, errors, folder } = await recorded('httapi', false);
  expect(JSON.stringify(await ended)).toContain('error.unsupported.record');
  expect(errors).toEqual(['a recording is not where the switch was to put it']);
  expect(readdirSync(join(folder, 'recordings'))).toEqual([]);
});
