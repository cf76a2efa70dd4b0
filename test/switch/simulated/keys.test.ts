import { expect, test } from 'vitest';

import { neverAnswers } from '../../../src/simulation/people.ts';
import type { PhoneLine } from '../../../src/switch/person.ts';
import type { Fields, RawClient } from './raw-client.ts';
import { CHANNEL_EVENTS, simulatedWorld } from './simulated-world.ts';

interface Parked {
  esl: RawClient;
  line: PhoneLine;
  /** Asks for an application that waits until those before it are over. */
  execute: (app: string, data?: string) => Promise<unknown>;
  /** Asks for one and gives the variables that stand when it is over. */
  outcome: (app: string, data: string) => Promise<Fields>;
}

/** Somebody who has rung in, and stands parked. */
async function parked(): Promise<Parked> {
  const world = await simulatedWorld();
  const lines: PhoneLine[] = [];
  const behind = neverAnswers();
  const id = world.switch.ring(
    { on: (line) => (lines.push(line), behind.on(line)) },
    { from: '+14155550123', to: 'park' },
  );
  const esl = await world.client(CHANNEL_EVENTS);
  const [line] = lines;
  if (!line) throw new Error('nobody rang');
  const execute = (app: string, data = ''): Promise<unknown> =>
    esl.send(
      `sendmsg ${id}\ncall-command: execute\nexecute-app-name: ${app}\nexecute-app-arg: ${data}\nevent-lock: true`,
    );
  await execute('answer');
  await esl.event('CHANNEL_ANSWER');
  return {
    ...{ esl, line, execute },
    async outcome(app, data) {
      await execute(app, data);
      return esl.event('CHANNEL_EXECUTE_COMPLETE', { 'Application-Data': data });
    },
  };
}

const keys = (esl: RawClient): string =>
  esl
    .events('DTMF')
    .map((event) => event['DTMF-Digit'])
    .join('');
const begun = (esl: RawClient, app: string): Promise<Fields> =>
  esl.event('CHANNEL_EXECUTE', { Application: app });

test('a key that is pressed while a call is parked is told of, and lost for what reads later', async () => {
  const { esl, line, outcome } = await parked();
  line.press('1');
  await esl.event('DTMF');
  const end = await outcome('read', '1 1 silence_stream://100 choice 1500 #');
  expect(end).toMatchObject({ variable_read_result: 'failure' });
  expect(end).not.toHaveProperty('variable_choice');
});

test('a key ends a sleep, waits for what reads next, and is told of only then', async () => {
  const { esl, line, execute } = await parked();
  await execute('sleep', '60000');
  await begun(esl, 'sleep');
  await execute('read', '1 1 silence_stream://5000 choice 1500 #');
  line.press('6');
  expect(await esl.event('CHANNEL_EXECUTE_COMPLETE', { Application: 'read' })).toMatchObject({
    variable_read_result: 'success',
    variable_choice: '6',
  });
  const story = esl.story();
  expect(story.indexOf('DTMF')).toBeGreaterThan(story.indexOf('CHANNEL_EXECUTE read'));
  expect(esl.events('PLAYBACK_STOP')).toMatchObject([{ 'Playback-Status': 'break' }]);
});

test('a key that is flushed is never told of', async () => {
  const { esl, line, execute, outcome } = await parked();
  await execute('sleep', '60000');
  await begun(esl, 'sleep');
  await execute('flush_dtmf');
  const read = outcome('read', '1 1 silence_stream://100 choice 1000 #');
  line.press('7');
  expect(await read).toMatchObject({ variable_read_result: 'failure' });
  expect(keys(esl)).toBe('');
});

test('keys that come while speech is looked for are told of when something reads them', async () => {
  const { esl, line, outcome } = await parked();
  const detected = outcome('detect_audio', '100 5 2000');
  await begun(esl, 'detect_audio');
  line.press('1');
  expect(await detected).toMatchObject({ variable_detect_audio_timeout: 'true' });
  await esl.event('DTMF');
  expect(esl.story().indexOf('DTMF')).toBeGreaterThan(
    esl.story().indexOf('CHANNEL_EXECUTE_COMPLETE detect_audio'),
  );
});

test('several keys are read up to the one that ends them', async () => {
  const { esl, line, outcome } = await parked();
  const read = outcome('read', '1 10 silence_stream://100 number 60000 #');
  await begun(esl, 'read');
  for (const key of '12#4') line.press(key);
  expect(await read).toMatchObject({ variable_number: '12', variable_read_terminator_used: '#' });
  await esl.until(() => keys(esl) === '12#4');
});

test('a wrong key is answered with the other prompt and asked for again', async () => {
  const { esl, line, outcome } = await parked();
  const [prompt, wrong] = ['silence_stream://60000', 'silence_stream://50'];
  const asked = outcome('play_and_get_digits', `1 1 2 9000 # ${prompt} ${wrong} choice [12]`);
  await begun(esl, 'play_and_get_digits');
  line.press('9');
  await esl.until(() => esl.events('PLAYBACK_START').length === 3);
  line.press('2');
  expect(await asked).toMatchObject({ variable_choice: '2', variable_choice_invalid: '9' });
  expect(esl.events('PLAYBACK_START').map((event) => event['Playback-File-Path'])).toEqual([
    prompt,
    wrong,
    prompt,
  ]);
});

test('a pattern that is none lets nothing pass, and harms nothing', async () => {
  const { esl, line, outcome } = await parked();
  const asked = outcome(
    'play_and_get_digits',
    '1 1 1 900 # silence_stream://10 silence_stream://10 choice [',
  );
  await begun(esl, 'play_and_get_digits');
  line.press('1');
  const end = await asked;
  expect(end).toMatchObject({ variable_choice_invalid: '1' });
  expect(end).not.toHaveProperty('variable_choice');
});
