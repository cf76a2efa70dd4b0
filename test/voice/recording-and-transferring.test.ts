import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { VoiceEnd } from '../../src/app/ports.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { systemRandom } from '../../src/core/random.ts';
import type { PhoneLine } from '../../src/switch/person.ts';
import type { SwitchCall } from '../../src/switch/switch.ts';
import type { OwnPages } from '../../src/voice/own-fetch.ts';
import { openRecordings } from '../../src/voice/recordings.ts';
import { plainSounds } from '../../src/voice/sounds.ts';
import { createVoiceRunner } from '../../src/voice/voice-runner.ts';
import { eventually } from '../support/eventually.ts';
import { phoneAt, ringIn, site, type Site } from '../support/simulated-site.ts';

const FAR = '+14155550177';

const pages: Record<string, string> = {
  '/vxml/record': `<vxml version="2.1"><form>
    <record name="message" maxtime="8s" finalsilence="2s" dtmfterm="true" beep="true"><prompt>Say it.</prompt>
      <filled><submit next="/vxml/keep" method="post" enctype="multipart/form-data" namelist="message message$.termchar"/></filled>
      <noinput><exit expr="'nothing'"/></noinput></record>
    <catch event="connection.disconnect"><submit next="/vxml/keep" method="post" enctype="multipart/form-data" namelist="message"/></catch>
    </form></vxml>`,
  '/vxml/keep': '<vxml version="2.1"><form><block><exit expr="\'kept\'"/></block></form></vxml>',
  '/vxml/transfer': `<vxml version="2.1"><form>
    <transfer name="call" type="bridge" dest="tel:+1-415-555-0177" connecttimeout="3s" maxtime="60s">
      <grammar mode="dtmf" version="1.0" root="r"><rule id="r">9</rule></grammar>
      <filled><exit expr="call"/></filled></transfer>
    <catch event="connection.disconnect.hangup"><exit expr="'left'"/></catch>
    <catch event="error"><exit expr="_event"/></catch></form></vxml>`,
  '/vxml/elsewhere': `<vxml version="2.1"><form><transfer name="call" type="blind" dest="sip:x@example.org"/>
    <catch event="error"><exit expr="_event"/></catch></form></vxml>`,
  '/vxml/blind': `<vxml version="2.1"><form><transfer name="call" type="blind" dest="tel:+14155550177"/>
    <catch event="connection.disconnect.transfer"><exit expr="'sent off'"/></catch></form></vxml>`,
};

type Sent = Parameters<OwnPages>[0];

interface Stage extends Site {
  call: SwitchCall;
  line: PhoneLine;
  sent: Sent[];
  folder: string;
  run: (path: string) => Promise<VoiceEnd>;
  /** Acts later, by the clock of the switch. */
  after: (ms: number, act: () => void) => void;
}

/** What pages were asked for; a test begins with none. */
let sent: Sent[] = [];
const folder = mkdtempSync(join(tmpdir(), 'ringback-voice-'));
let voice: Awaited<ReturnType<typeof createVoiceRunner>>;

beforeAll(async () => {
  const around = { clock: systemClock, random: systemRandom };
  voice = await createVoiceRunner({
    ...{ threads: 1, clock: systemClock, log: silentLogger, sounds: plainSounds },
    recordings: await openRecordings(folder, { ...around, address: '', elsewhere: new Map() }),
    numbers: (written) => Promise.resolve({ ok: true, number: written.replaceAll('-', '') }),
    fetch(request) {
      sent.push(request);
      const body = pages[request.path];
      const headers = { 'Content-Type': 'application/voicexml+xml' };
      return Promise.resolve({ status: body === undefined ? 404 : 200, headers, body: body ?? '' });
    },
  });
});
afterAll(async () => {
  await voice.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A caller at a door of the simulated switch, and dialogs in a worker thread. */
async function stage(): Promise<Stage> {
  const at = await site();
  const caller = await ringIn(at);
  sent = [];
  const { clock } = at.world.scene;
  return {
    ...{ ...at, ...caller, sent, folder: join(folder, 'recordings') },
    run: (path) => voice.run(caller.call, path, {}).ended,
    after: (ms, act) => void clock.at(clock.now() + ms, act),
  };
}

/** Waits until the recording has begun: the file is there when it ends, so the beep tells. */
async function recordingBegins({ world, call }: Stage): Promise<void> {
  const client = await world.client('RECORD_START');
  await client.event('RECORD_START', { 'Unique-ID': call.id });
}

test.each<[string, (stage: Stage) => void, string]>([
  ['silence', ({ line }) => line.speak(2_000), ''],
  [
    'a key',
    ({ line, after }) => {
      line.speak(60_000);
      after(1_500, () => line.press('#'));
    },
    '#',
  ],
  ['the longest time', ({ line }) => line.speak(60_000), ''],
  [
    'hanging up',
    ({ line, after }) => {
      line.speak(60_000);
      after(1_500, () => line.hangUp());
    },
    '',
  ],
])(
  'what a caller says until %s is sent by the page, with the very bytes of the file',
  async (_, act, key) => {
    const on = await stage();
    const begins = recordingBegins(on);
    const ended = on.run('/vxml/record');
    await begins;
    act(on);
    expect(await ended).toMatchObject({ error: null });
    const posted = on.sent.find(({ path }) => path === '/vxml/keep');
    expect(posted?.files).toHaveLength(1);
    const [file] = posted?.files ?? [];
    expect(file).toMatchObject({ name: 'message', type: 'audio/x-wav' });
    expect(Buffer.from(file?.bytes ?? []).toString('latin1', 0, 4)).toBe('RIFF');
    if (key) expect(posted?.form).toEqual({ 'message$.termchar': key });
    await eventually(() => readdirSync(on.folder).length === 0);
  },
);

test('a caller who says nothing is noinput, and nothing is kept', async () => {
  const on = await stage();
  expect(JSON.stringify(await on.run('/vxml/record'))).toContain('nothing');
  expect(readdirSync(on.folder)).toEqual([]);
});

test.each<[string, (stage: Stage, far: PhoneLine) => void, string]>([
  ['the far end is busy', (_, far) => far.reject(486), 'busy'],
  ['nobody answers', () => undefined, 'noanswer'],
  ['the network has no line', (_, far) => far.reject(503), 'network_busy'],
  ['there is no such number', (_, far) => far.reject(404), 'error.connection.baddestination'],
  [
    'the far end hangs up',
    ({ after }, far) => {
      far.answer();
      after(500, () => far.hangUp());
    },
    'far_end_disconnect',
  ],
  [
    'a key ends it',
    ({ after, line }, far) => {
      far.answer();
      after(500, () => line.press('9'));
    },
    'near_end_disconnect',
  ],
  [
    'the caller hangs up',
    ({ after, line }, far) => {
      far.answer();
      after(500, () => line.hangUp());
    },
    'left',
  ],
])('a page that transfers a caller is told when %s', async (_, act, result) => {
  const on = await stage();
  const phone = phoneAt(on, FAR);
  const ended = on.run('/vxml/transfer');
  act(on, await phone.line());
  expect(JSON.stringify(await ended)).toContain(result);
});

test('a caller who is sent off blindly ends the dialog, and the call goes on', async () => {
  const on = await stage();
  const phone = phoneAt(on, FAR);
  const ended = on.run('/vxml/blind');
  (await phone.line()).answer();
  expect(JSON.stringify(await ended)).toContain('sent off');
  expect(await on.fleet.lookup(on.call.id)).toBe('alive');
});

test('addresses other than numbers are not dialled', async () => {
  const on = await stage();
  expect(JSON.stringify(await on.run('/vxml/elsewhere'))).toContain('error.unsupported.uri');
  expect(on.world.switch.rings()).toEqual([]);
});

test('a call whose process is gone in the middle of a transfer fetches its page again when it is over', async () => {
  const on = await stage();
  const phone = phoneAt(on, FAR);
  void on.run('/vxml/transfer');
  const far = await phone.line();
  far.answer();
  await eventually(() => on.sent.length === 1);
  const before = on.arrived.length;
  (on.call as unknown as { release(why: string): void }).release('the process is gone');
  far.hangUp();
  const again = await eventually(() => on.arrived[before]);
  expect(again.id).toBe(on.call.id);
  void voice.run(again, '/vxml/transfer', {});
  await eventually(() => on.sent.length === 2);
  expect(on.sent.map(({ path }) => path)).toEqual(['/vxml/transfer', '/vxml/transfer']);
});
