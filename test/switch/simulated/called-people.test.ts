import { expect, onTestFinished, test } from 'vitest';

import { doorKeeper, type RawClient } from './raw-client.ts';
import { CHANNEL_EVENTS, simulatedWorld } from './simulated-world.ts';

/** Calls a number and plays a confirmation to whoever answers. */
async function confirmWith(phone: string): Promise<{ door: RawClient }> {
  const keeper = await doorKeeper();
  onTestFinished(() => keeper.close());
  const world = await simulatedWorld({ doors: [keeper.address] });
  const esl = await world.client(CHANNEL_EVENTS);
  await esl.send(`bgapi originate {origination_uuid=leg}sofia/gateway/trunk/${phone} ringback XML ringback`);
  const door = await keeper.next();
  await door.send('connect');
  await door.send('linger');
  await door.send('myevents json');
  await door.send('event json PLAYBACK_STOP');
  await door.execute('playback', 'tts://flite|slt|Press 1 to be connected.', 'event-lock: true');
  return { door };
}

test('the person at 0100 presses 1 after the prompt', async () => {
  const { door } = await confirmWith('+14155550100');
  expect(await door.event('DTMF')).toMatchObject({ 'DTMF-Digit': '1' });
  expect(door.story().indexOf('DTMF')).toBeGreaterThan(door.story().indexOf('PLAYBACK_STOP'));
});

test('the person at 0101 presses nothing, however often asked', async () => {
  const { door } = await confirmWith('+14155550101');
  for (const text of ['Once more.', 'For the last time.'])
    await door.execute(
      'playback',
      `file_string://tts://flite|slt|${text}!silence_stream://2000`,
      'event-lock: true',
    );
  await door.until(() => door.events('PLAYBACK_STOP').length === 3);
  expect(door.events('DTMF')).toEqual([]);
});

test('the person at 0108 presses 1 and hangs up while waiting', async () => {
  const { door } = await confirmWith('+14155550108');
  await door.event('DTMF');
  const end = await door.event('CHANNEL_HANGUP_COMPLETE');
  expect(end).toMatchObject({ variable_sip_hangup_disposition: 'recv_bye' });
});

test('the person at 0109 hangs up in the middle of the prompt', async () => {
  const { door } = await confirmWith('+14155550109');
  await door.event('CHANNEL_HANGUP_COMPLETE');
  expect(door.events('PLAYBACK_STOP')).toMatchObject([
    { 'Playback-Status': 'break', 'Answer-State': 'hangup' },
  ]);
  expect(door.events('DTMF')).toEqual([]);
});

test('the voicemail at 0106 talks for long, the fax at 0107 has its tone', async () => {
  const { door: voicemail } = await confirmWith('+14155550106');
  await voicemail.execute('detect_audio', '100 5 30000', 'event-lock: true');
  await voicemail.event('CHANNEL_EXECUTE_COMPLETE', { variable_detect_audio_timeout: 'false' });
  const { door: fax } = await confirmWith('+14155550107');
  await fax.send('event json DETECTED_TONE');
  expect(await fax.api('spandsp_start_tone_detect leg cpd')).toBe('+OK started\n');
  await fax.event('DETECTED_TONE', { 'Detected-Tone': 'CED_TONE' });
});
