import { expect, test } from 'vitest';

import type { RawClient } from './raw-client.ts';
import { CHANNEL_EVENTS, simulatedWorld } from './simulated-world.ts';

/** A matcher that may stand in place of a text. */
const matching = (pattern: RegExp): string => expect.stringMatching(pattern) as string;

const VARIABLES = 'origination_uuid=leg-1,origination_caller_id_number=12025550199,campaign=c1';

function originate(esl: RawClient, number: string, variables = VARIABLES): Promise<unknown> {
  return esl.send(`bgapi originate {${variables}}sofia/gateway/trunk/${number} &park()\nJob-UUID: job-1`);
}

test('an answered call tells its events in the order of a real one', async () => {
  const { client } = await simulatedWorld();
  const esl = await client(CHANNEL_EVENTS);
  await originate(esl, '+14155550101');
  await esl.event('CHANNEL_PARK');
  expect(await esl.api('uuid_kill leg-1')).toBe('+OK\n');
  await esl.event('CHANNEL_DESTROY');
  const story = esl.story();
  const job = story.indexOf('BACKGROUND_JOB');
  expect(story.slice(0, 5)).toEqual([
    ...['CHANNEL_OUTGOING', 'CHANNEL_CREATE', 'CHANNEL_ORIGINATE', 'CHANNEL_PROGRESS', 'CHANNEL_ANSWER'],
  ]);
  expect(job).toBeGreaterThan(4);
  expect(story.toSpliced(job, 1).slice(5)).toEqual([
    'CHANNEL_EXECUTE park',
    'CHANNEL_PARK',
    'CHANNEL_HANGUP',
    'CHANNEL_EXECUTE_COMPLETE park',
    'CHANNEL_HANGUP_COMPLETE',
    'CHANNEL_DESTROY',
  ]);
});

test('events carry what a client needs to know of the channel', async () => {
  const { client } = await simulatedWorld();
  const esl = await client(CHANNEL_EVENTS);
  await originate(esl, '+14155550101');
  expect(await esl.event('CHANNEL_ANSWER')).toMatchObject({
    'Core-UUID': matching(/^[0-9a-f-]{36}$/),
    'Event-Date-Timestamp': matching(/^\d{16}$/),
    'Unique-ID': 'leg-1',
    'Call-Direction': 'outbound',
    'Answer-State': 'answered',
    // Still the earlier one at that moment, as on a real one.
    'Channel-Call-State': 'RINGING',
    'Caller-Destination-Number': '+14155550101',
    variable_origination_uuid: 'leg-1',
    variable_campaign: 'c1',
    variable_is_outbound: 'true',
  });
  expect(await esl.event('BACKGROUND_JOB')).toMatchObject({ 'Job-UUID': 'job-1', _body: '+OK leg-1\n' });
  await esl.api('uuid_kill leg-1 USER_BUSY');
  expect(await esl.event('CHANNEL_HANGUP_COMPLETE')).toMatchObject({
    'Hangup-Cause': 'USER_BUSY',
    'Channel-State': 'CS_REPORTING',
    variable_sip_hangup_disposition: 'send_bye',
    variable_hangup_cause_q850: '17',
    variable_answer_epoch: matching(/^[1-9]\d+$/),
    variable_billmsec: matching(/^\d+$/),
  });
});

test.each([
  { digit: '2', cause: 'USER_BUSY', status: '486', disposition: 'recv_refuse', q850: '17' },
  { digit: '4', cause: 'CALL_REJECTED', status: '603', disposition: 'recv_refuse', q850: '21' },
  { digit: '5', cause: 'UNALLOCATED_NUMBER', status: '404', disposition: 'recv_refuse', q850: '1' },
  { digit: '3', cause: 'NO_ANSWER', status: undefined, disposition: 'send_cancel', q850: '19' },
])('the phone at 555 010$digit fails with $cause', async ({ digit, cause, status, disposition, q850 }) => {
  const { client } = await simulatedWorld();
  const esl = await client(CHANNEL_EVENTS);
  await originate(esl, `+1415555010${digit}`, `${VARIABLES},originate_timeout=3`);
  expect((await esl.event('BACKGROUND_JOB'))['_body']).toBe(`-ERR ${cause}\n`);
  const end = await esl.event('CHANNEL_HANGUP_COMPLETE');
  expect(end).toMatchObject({
    'Hangup-Cause': cause,
    variable_sip_hangup_disposition: disposition,
    variable_hangup_cause_q850: q850,
  });
  expect(end['variable_sip_term_status']).toBe(status);
  expect(esl.events('CHANNEL_ANSWER')).toEqual([]);
});

test('a ringing call can be cancelled, and the phone was rung once', async () => {
  const { client, switch: simulated } = await simulatedWorld();
  const esl = await client(CHANNEL_EVENTS);
  await originate(esl, '+14155550103');
  await esl.event('CHANNEL_PROGRESS');
  await esl.api('uuid_kill leg-1 ORIGINATOR_CANCEL');
  const end = await esl.event('CHANNEL_HANGUP_COMPLETE');
  expect(end).toMatchObject({
    'Hangup-Cause': 'ORIGINATOR_CANCEL',
    variable_sip_hangup_disposition: 'send_cancel',
  });
  expect(simulated.rings()).toMatchObject([{ attempt: 'leg-1', phone: '+14155550103' }]);
});

test('an id in use is refused without an event, and nobody is rung', async () => {
  const { client, switch: simulated } = await simulatedWorld();
  const esl = await client(CHANNEL_EVENTS);
  await originate(esl, '+14155550101');
  await esl.event('CHANNEL_PARK');
  const before = esl.events().length;
  await esl.send(`bgapi originate {${VARIABLES}}sofia/gateway/trunk/+14155550101 &park()\nJob-UUID: job-2`);
  const job = await esl.event('BACKGROUND_JOB', { 'Job-UUID': 'job-2' });
  expect(job['_body']).toBe('-ERR DESTINATION_OUT_OF_ORDER\n');
  expect(esl.events().length).toBe(before + 1);
  expect(simulated.rings()).toHaveLength(1);
});

test.each([
  ['fsctl pause', `{${VARIABLES}}sofia/gateway/trunk/1 &park()`, '-ERR DESTINATION_OUT_OF_ORDER\n'],
  ['fsctl max_sessions 0', `{${VARIABLES}}sofia/gateway/trunk/1 &park()`, '-ERR DESTINATION_OUT_OF_ORDER\n'],
  // Measured: of so many one fewer is begun in a second.
  ['fsctl sps 1', `{${VARIABLES}}sofia/gateway/trunk/1 &park()`, '-ERR DESTINATION_OUT_OF_ORDER\n'],
  ['status', 'sofia/gateway/unknown/1 &park()', '-ERR INVALID_GATEWAY\n'],
  ['status', 'nosuchendpoint/1 &park()', '-ERR CHAN_NOT_IMPLEMENTED\n'],
  ['status', '{a=b', matching(/^-USAGE: /)],
  ['status', '', matching(/^-USAGE: /)],
])('after "%s", "originate %s" is refused', async (before, argument, answer) => {
  const { client, switch: simulated } = await simulatedWorld();
  const esl = await client();
  await esl.api(before);
  expect(await esl.api(`originate ${argument}`)).toEqual(answer);
  expect(simulated.rings()).toEqual([]);
});

test('channels are listed while they are up', async () => {
  const { client } = await simulatedWorld();
  const esl = await client(CHANNEL_EVENTS);
  await originate(esl, '+14155550101');
  await esl.event('CHANNEL_PARK');
  expect(await esl.api('uuid_exists leg-1')).toBe('true');
  expect(JSON.parse(await esl.api('show channels as json'))).toMatchObject({
    row_count: 1,
    rows: [{ uuid: 'leg-1', direction: 'outbound', dest: '+14155550101', application: 'park' }],
  });
  await esl.api('uuid_kill leg-1');
  await esl.event('CHANNEL_DESTROY');
  expect(await esl.api('uuid_exists leg-1')).toBe('false');
  expect(await esl.api('show channels as json')).toBe('{"row_count":0}');
  expect(await esl.api('uuid_kill leg-1')).toBe('-ERR No such channel!\n');
});

test('variables are set and read like those of a real channel', async () => {
  const { client } = await simulatedWorld();
  const esl = await client(CHANNEL_EVENTS);
  await originate(esl, '+14155550101');
  await esl.event('CHANNEL_PARK');
  expect(await esl.api('uuid_setvar_multi leg-1 one=1;two=2 and;three=a\\;b')).toBe('+OK\n');
  expect(await esl.api('uuid_getvar leg-1 two')).toBe('2 and');
  expect(await esl.api('uuid_getvar leg-1 three')).toBe('a;b');
  await esl.api('uuid_setvar leg-1 two');
  expect(await esl.api('uuid_getvar leg-1 two')).toBe('_undef_');
  expect(await esl.api('uuid_getvar nobody two')).toBe('-ERR No such channel!\n');
});

test('the result of a job comes before, between or after the last events of its call, as chance has it', async () => {
  const { client } = await simulatedWorld();
  const esl = await client(CHANNEL_EVENTS);
  const places = new Set<number>();
  for (let index = 0; index < 30; index++) {
    const id = `leg-${index}`;
    await esl.send(
      `bgapi originate {origination_uuid=${id}}sofia/gateway/trunk/+14155550102 &park()\nJob-UUID: job-${index}`,
    );
    await esl.event('CHANNEL_DESTROY', { 'Unique-ID': id });
    await esl.event('BACKGROUND_JOB', { 'Job-UUID': `job-${index}` });
    const told = esl
      .events('CHANNEL_HANGUP', 'CHANNEL_HANGUP_COMPLETE', 'CHANNEL_DESTROY', 'BACKGROUND_JOB')
      .filter((event) => event['Unique-ID'] === id || event['Job-UUID'] === `job-${index}`);
    places.add(told.findIndex((event) => event['Event-Name'] === 'BACKGROUND_JOB'));
  }
  expect([...places].sort()).toEqual([1, 2, 3]);
});
