import { expect, test } from 'vitest';

import { neverAnswers, voicemail } from '../../../src/simulation/people.ts';
import type { Perception, Person, PhoneLine } from '../../../src/switch/person.ts';
import type { RawClient } from './raw-client.ts';
import { CHANNEL_EVENTS, simulatedWorld, type World } from './simulated-world.ts';

interface Parked {
  world: World;
  esl: RawClient;
  line: PhoneLine;
  noticed: Perception[];
  execute: (app: string, data?: string, more?: string) => Promise<unknown>;
}

/** A parked call to somebody who answers at once and is otherwise still. */
async function parked(): Promise<Parked> {
  const world = await simulatedWorld();
  const noticed: Perception[] = [];
  const lines: PhoneLine[] = [];
  const person: Person = {
    on(line) {
      lines.push(line);
      return (perception) => {
        noticed.push(perception);
        if (perception.kind === 'ringing') line.answer();
      };
    },
  };
  world.people.register('+14155550177', person);
  const esl = await world.client(CHANNEL_EVENTS);
  await esl.send('bgapi originate {origination_uuid=leg}sofia/gateway/trunk/+14155550177 &park()');
  await esl.event('CHANNEL_PARK');
  const [line] = lines;
  if (!line) throw new Error('nobody was rung');
  const execute = (app: string, data = '', more = ''): Promise<unknown> =>
    esl.send(
      `sendmsg leg\ncall-command: execute\nexecute-app-name: ${app}\nexecute-app-arg: ${data}\n` +
        `Event-UUID: ${app}-${data.slice(0, 8)}${more && '\n'}${more}`,
    );
  return { world, esl, line, noticed, execute };
}

const complete = (esl: RawClient, app: string) => esl.event('CHANNEL_EXECUTE_COMPLETE', { Application: app });

test('a playback of texts and pauses is heard as it was written and reported from start to end', async () => {
  const { esl, noticed, execute } = await parked();
  await execute(
    'playback',
    'file_string://tts://flite|slt|Press 1.!silence_stream://100!tts://flite|slt|Now.',
  );
  const end = await complete(esl, 'playback');
  expect(end).toMatchObject({
    'Application-Response': 'FILE PLAYED',
    'Application-UUID': 'playback-file_str',
    'Answer-State': 'answered',
  });
  expect(esl.events('PLAYBACK_START')).toHaveLength(1);
  expect(esl.events('PLAYBACK_STOP')).toMatchObject([{ 'Playback-Status': 'done' }]);
  expect(noticed.slice(2)).toEqual([
    { kind: 'hears', sound: { kind: 'text', text: 'Press 1.' } },
    { kind: 'hears', sound: { kind: 'text', text: 'Now.' } },
    { kind: 'quiet', cut: false },
  ]);
});

test('a file that is not there is said to be missing; in a list it is passed over', async () => {
  const { esl, execute } = await parked();
  await execute('playback', '/no/such/file.wav');
  expect((await complete(esl, 'playback'))['Application-Response']).toBe('FILE NOT FOUND');
  expect(esl.events('PLAYBACK_START')).toEqual([]);
  await execute('playback', 'file_string:///no/such.wav!tts://flite|slt|Hello.', 'event-lock: true');
  await esl.until(() => esl.events('PLAYBACK_STOP').length === 1);
});

test('a terminator ends a playback and is used up; other digits are only reported', async () => {
  const { esl, line, execute } = await parked();
  await execute('set', 'playback_terminators=12');
  await execute('playback', 'local_stream://moh');
  await esl.event('PLAYBACK_START');
  line.press('7');
  line.press('1');
  expect(await complete(esl, 'playback')).toMatchObject({ variable_playback_terminator_used: '1' });
  expect(esl.events('DTMF').map((event) => event['DTMF-Digit'])).toEqual(['7', '1']);
  expect(esl.events('PLAYBACK_STOP')).toMatchObject([{ 'Playback-Status': 'break' }]);
});

test('uuid_break ends endless music', async () => {
  const { esl, execute, noticed } = await parked();
  await execute('playback', 'local_stream://moh');
  await esl.event('PLAYBACK_START');
  expect(await esl.api('uuid_break leg all')).toBe('+OK\n');
  await complete(esl, 'playback');
  expect(noticed.at(-1)).toEqual({ kind: 'quiet', cut: true });
});

test('without event-lock a second application starts inside the first one, which then goes on', async () => {
  const { esl, execute } = await parked();
  await execute('playback', `tts://flite|slt|${'a'.repeat(40)}`);
  await execute('playback', `tts://flite|slt|${'b'.repeat(10)}`);
  await esl.until(() => esl.events('PLAYBACK_STOP').length === 2);
  const order = esl
    .events('CHANNEL_EXECUTE', 'CHANNEL_EXECUTE_COMPLETE')
    .map(
      (event) => `${event['Event-Name']?.slice(8) ?? ''} ${event['Application-Data']?.slice(16, 17) ?? ''}`,
    );
  expect(order).toEqual(['EXECUTE ', 'EXECUTE a', 'EXECUTE b', 'EXECUTE_COMPLETE b', 'EXECUTE_COMPLETE a']);
});

test('with event-lock they run one after the other', async () => {
  const { esl, execute } = await parked();
  for (const text of ['a', 'b', 'c']) await execute('speak', `flite|slt|${text}`, 'event-lock: true');
  await esl.until(() => esl.events('PLAYBACK_STOP').length === 3);
  const order = esl
    .events('CHANNEL_EXECUTE', 'CHANNEL_EXECUTE_COMPLETE')
    .map((event) => `${event['Event-Name']?.slice(8) ?? ''} ${event['Application-Data']?.slice(-1) ?? ''}`);
  expect(order.slice(1)).toEqual(
    ['a', 'b', 'c'].flatMap((text) => [`EXECUTE ${text}`, `EXECUTE_COMPLETE ${text}`]),
  );
});

test('on hang-up everything that runs completes, innermost first, before the call is reported over', async () => {
  const { esl, line, execute } = await parked();
  await execute('playback', 'local_stream://moh');
  await execute('sleep', '60000');
  await esl.event('CHANNEL_EXECUTE', { Application: 'sleep' });
  line.hangUp();
  await esl.event('CHANNEL_DESTROY');
  const story = esl.story();
  expect(story.slice(story.indexOf('CHANNEL_HANGUP'))).toEqual([
    'CHANNEL_HANGUP',
    'CHANNEL_EXECUTE_COMPLETE sleep',
    'PLAYBACK_STOP',
    'CHANNEL_EXECUTE_COMPLETE playback',
    'CHANNEL_EXECUTE_COMPLETE park',
    'CHANNEL_HANGUP_COMPLETE',
    'CHANNEL_DESTROY',
  ]);
  expect(await complete(esl, 'sleep')).toMatchObject({ 'Answer-State': 'hangup' });
  expect(esl.events('CHANNEL_HANGUP_COMPLETE')).toMatchObject([
    { variable_sip_hangup_disposition: 'recv_bye', variable_sip_term_status: '200' },
  ]);
});

test('an application that does not exist ends the call', async () => {
  const { esl, execute } = await parked();
  await execute('constructor');
  expect(await esl.event('CHANNEL_HANGUP')).toMatchObject({ 'Hangup-Cause': 'DESTINATION_OUT_OF_ORDER' });
});

test('speech is found by detect_audio and its end by detect_silence; silence times out', async () => {
  const { esl, line, execute } = await parked();
  await execute('detect_audio', '100 5 30000');
  await esl.event('CHANNEL_EXECUTE', { Application: 'detect_audio' });
  line.speak(2000);
  expect(await complete(esl, 'detect_audio')).toMatchObject({ variable_detect_audio_timeout: 'false' });
  await execute('detect_silence', '100 35 30000');
  expect(await complete(esl, 'detect_silence')).toMatchObject({ variable_detect_silence_timeout: 'false' });
  await execute('detect_audio', '100 5 500');
  await esl.event('CHANNEL_EXECUTE_COMPLETE', {
    'Application-Data': '100 5 500',
    variable_detect_audio_timeout: 'true',
  });
});

test('the beep of a voicemail is found by avmd, in two copies of which the first has no channel data', async () => {
  const { world, esl } = await parked();
  world.people.register('+14155550188', voicemail(world.scene, 1000));
  await esl.send('bgapi originate {origination_uuid=vm}sofia/gateway/trunk/+14155550188 &park()');
  await esl.event('CHANNEL_PARK', { 'Unique-ID': 'vm' });
  await esl.send('sendmsg vm\ncall-command: execute\nexecute-app-name: avmd_start');
  await esl.until(() => esl.events('CUSTOM').filter((event) => event['Beep-Status']).length === 2);
  const [first, second] = esl.events('CUSTOM').filter((event) => event['Event-Subclass'] === 'avmd::beep');
  expect(first).toMatchObject({ 'Beep-Status': 'DETECTED', 'Unique-ID': 'vm' });
  expect(first).not.toHaveProperty('Answer-State');
  expect(second).toMatchObject({ 'Answer-State': 'answered', variable_avmd_detect: 'TRUE' });
});

test('the tone of a fax machine is found once the detector runs, and only one can run', async () => {
  const { esl, line } = await parked();
  expect(await esl.api('spandsp_start_tone_detect leg cpd')).toBe('+OK started\n');
  expect(await esl.api('spandsp_start_tone_detect leg cpd')).toMatch(/^-ERR/);
  line.tone('fax', 3000);
  expect(await esl.event('DETECTED_TONE')).toMatchObject({ 'Detected-Tone': 'CED_TONE', 'Unique-ID': 'leg' });
});

test('two parked legs are bridged; when one hangs up the other ends too', async () => {
  const { world, esl, line, noticed } = await parked();
  world.people.register('+14155550188', {
    on: (other) => (perception) => {
      if (perception.kind === 'ringing') other.answer();
    },
  });
  await esl.send('bgapi originate {origination_uuid=other}sofia/gateway/trunk/+14155550188 &park()');
  await esl.event('CHANNEL_PARK', { 'Unique-ID': 'other' });
  expect(await esl.api('uuid_bridge leg nobody')).toBe('-ERR Invalid uuid\n');
  expect(await esl.api('uuid_bridge leg other')).toBe('+OK other\n');
  expect(await esl.event('CHANNEL_BRIDGE')).toMatchObject({
    'Unique-ID': 'leg',
    'Bridge-A-Unique-ID': 'leg',
    'Bridge-B-Unique-ID': 'other',
  });
  expect(noticed.at(-1)).toEqual({ kind: 'joined' });
  line.hangUp();
  await esl.event('CHANNEL_DESTROY', { 'Unique-ID': 'leg' });
  expect(esl.events('CHANNEL_HANGUP').map((event) => event['Unique-ID'])).toEqual(['leg', 'other']);
  expect(esl.events('CHANNEL_UNBRIDGE')).toMatchObject([{ 'Unique-ID': 'leg' }]);
});

test('a leg that asked for it is parked again after the bridge', async () => {
  const { world, esl } = await parked();
  world.people.register('+14155550188', {
    on: (other) => (perception) => {
      if (perception.kind === 'ringing') other.answer();
      if (perception.kind === 'joined') other.hangUp();
    },
  });
  await esl.api('uuid_setvar leg park_after_bridge true');
  await esl.send('bgapi originate {origination_uuid=other}sofia/gateway/trunk/+14155550188 &park()');
  await esl.event('CHANNEL_PARK', { 'Unique-ID': 'other' });
  await esl.api('uuid_bridge leg other');
  await esl.event('CHANNEL_DESTROY', { 'Unique-ID': 'other' });
  await esl.until(() => esl.events('CHANNEL_PARK').length === 3);
  expect(await esl.api('uuid_exists leg')).toBe('true');
});

test('a caller who is refused before the answer is told the SIP status of the cause', async () => {
  const { world, esl } = await parked();
  const id = world.switch.ring(neverAnswers(), { from: '+14155550123', to: 'park' });
  await esl.event('CHANNEL_PARK', { 'Unique-ID': id });
  await esl.send(`sendmsg ${id}\ncall-command: hangup\nhangup-cause: CALL_REJECTED`);
  expect(await esl.event('CHANNEL_HANGUP_COMPLETE')).toMatchObject({
    'Hangup-Cause': 'CALL_REJECTED',
    variable_sip_hangup_disposition: 'send_refuse',
    'Caller-Channel-Answered-Time': '0',
  });
});
