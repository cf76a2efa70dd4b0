import { expect, test } from 'vitest';

import { RawClient } from './raw-client.ts';
import { CHANNEL_EVENTS, simulatedWorld } from './simulated-world.ts';

test('a client is asked to sign on, and may do nothing before', async () => {
  const { switch: simulated } = await simulatedWorld();
  const client = await RawClient.connect(simulated.port);
  await client.until(() => client.messages.length === 1);
  expect(client.messages[0]?.headers).toEqual({ 'Content-Type': 'auth/request' });
  expect((await client.send('api status')).headers['Reply-Text']).toBe('-ERR command not found');
  expect((await client.send('auth ClueCon')).headers['Reply-Text']).toBe('+OK accepted');
  expect(await client.api('status')).toMatch(/^UP 0 years, .* ready\n0 session\(s\) since startup\n/s);
});

test('a wrong password is refused and the connection closed after a notice', async () => {
  const { switch: simulated } = await simulatedWorld();
  const client = await RawClient.connect(simulated.port);
  expect((await client.send('auth wrong')).headers['Reply-Text']).toBe('-ERR invalid');
  await client.untilClosed();
  expect(client.messages.at(-1)).toMatchObject({
    headers: { 'Content-Type': 'text/disconnect-notice', 'Content-Length': '67' },
    body: 'Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n',
  });
});

test('answers come in the order of the commands, however the bytes are cut', async () => {
  const { client } = await simulatedWorld();
  const esl = await client();
  const before = esl.messages.length;
  for (const byte of 'api uuid_exists x\n\napi version\n\nnosuch\n\napi nosuch 1\n\n') esl.socket.write(byte);
  await esl.until(() => esl.messages.length === before + 4);
  expect(esl.messages.slice(before).map(({ headers, body }) => body || headers['Reply-Text'])).toEqual([
    'false',
    'FreeSWITCH Version 1.11.1-release-simulated (64bit)\n',
    '-ERR command not found',
    '-ERR nosuch Command not found!\n',
  ]);
});

test('commands are acknowledged in the words of a real one', async () => {
  const { client } = await simulatedWorld();
  const esl = await client();
  const replies: [string, string][] = [
    ['event plain CHANNEL_ANSWER', '+OK event listener enabled plain'],
    ['event json', '-ERR no keywords supplied'],
    ['filter Event-Name BACKGROUND_JOB', '+OK filter added. [Event-Name]=[BACKGROUND_JOB]'],
    ['filter Event-Name /CHANNEL_(/', '-ERR invalid syntax'],
    ['filter delete all', '+OK filter deleted. [all][]'],
    ['nixevent CHANNEL_EXECUTE', '+OK events nixed'],
    ['noevents', '+OK no longer listening for events'],
    ['linger', '-ERR not controlling a session'],
    ['sendmsg nobody\ncall-command: hangup', '-ERR invalid session id [nobody]'],
    ['constructor', '-ERR command not found'],
    ['exit', '+OK bye'],
  ];
  for (const [command, reply] of replies)
    expect((await esl.send(command)).headers['Reply-Text'], command).toBe(reply);
  await esl.untilClosed();
});

test('a job answers at once with its id and later with BACKGROUND_JOB, to every subscriber', async () => {
  const { client } = await simulatedWorld();
  const [one, other] = [await client('BACKGROUND_JOB'), await client('BACKGROUND_JOB')];
  const reply = await one.send('bgapi status\nJob-UUID: 11111111-2222-4333-8444-555555555555');
  expect(reply.headers).toMatchObject({
    'Reply-Text': '+OK Job-UUID: 11111111-2222-4333-8444-555555555555',
    'Job-UUID': '11111111-2222-4333-8444-555555555555',
  });
  for (const esl of [one, other])
    expect(await esl.event('BACKGROUND_JOB')).toMatchObject({
      'Job-Command': 'status',
      _body: expect.stringMatching(/^UP /) as string,
    });
});

test('an event in plain form has encoded values and a length of its own when it has a body', async () => {
  const { client } = await simulatedWorld();
  const esl = await client('HEARTBEAT');
  await esl.send('event plain BACKGROUND_JOB');
  await esl.send('bgapi originate a%20b & more');
  await esl.until(() => esl.messages.some(({ headers }) => headers['Content-Type'] === 'text/event-plain'));
  const body = esl.messages.at(-1)?.body ?? '';
  expect(body).toContain('Event-Name: BACKGROUND_JOB\n');
  expect(body).toContain('Job-Command-Arg: a%2520b%20%26%20more\n');
  expect(body).toMatch(/\nContent-Length: \d+\n\n-(USAGE|ERR)/);
});

test('filters are or-ed, and hide what matches none of them', async () => {
  const { client } = await simulatedWorld();
  const esl = await client(CHANNEL_EVENTS);
  await esl.send('filter Unique-ID wanted');
  await esl.send('filter Event-Name BACKGROUND_JOB');
  await esl.send('bgapi originate {origination_uuid=other}sofia/internal/+14155550102@127.0.0.1 &park()');
  await esl.send('bgapi originate {origination_uuid=wanted}sofia/internal/+14155550102@127.0.0.1 &park()');
  await esl.event('CHANNEL_DESTROY', { 'Unique-ID': 'wanted' });
  await esl.until(() => esl.events('BACKGROUND_JOB').length === 2);
  const channels = esl.events().map((event) => event['Unique-ID']);
  expect(new Set(channels)).toEqual(new Set(['wanted', undefined]));
});

test('a filter may be a pattern, and one that begins with a minus keeps events out', async () => {
  const { client } = await simulatedWorld();
  const esl = await client('ALL');
  await esl.send('filter Event-Name /^CHANNEL_(CREATE|ORIGINATE|DESTROY)$/');
  await esl.send('filter Event-Name -CHANNEL_ORIGINATE');
  await esl.send('bgapi originate {origination_uuid=leg}sofia/internal/+14155550102@127.0.0.1 &park()');
  await esl.event('CHANNEL_DESTROY');
  expect(esl.story()).toEqual(['CHANNEL_CREATE', 'CHANNEL_DESTROY']);
});

test('bytes that are no command do not harm other connections', async () => {
  const { switch: simulated, client } = await simulatedWorld();
  const esl = await client();
  const hostile = await RawClient.connect(simulated.port);
  hostile.socket.write(Buffer.alloc(1 << 21, 'a'));
  await hostile.untilClosed();
  const strange = await RawClient.connect(simulated.port);
  await strange.send('auth ClueCon\nContent-Length: -5\n: no name\n\u0000');
  expect(await esl.api('show channels as json')).toBe('{"row_count":0}');
});

test('a shutdown tells every connection, a crash tells nobody', async () => {
  const gentle = await simulatedWorld();
  const told = await gentle.client('SHUTDOWN');
  expect(await told.api('fsctl shutdown')).toBe('+OK\n');
  await told.untilClosed();
  expect(told.events('SHUTDOWN')).toHaveLength(1);
  expect(told.messages.at(-1)?.body).toBe('The system is being shut down.\n');

  const abrupt = await simulatedWorld();
  const untold = await abrupt.client('SHUTDOWN');
  untold.socket.write('api fsctl shutdown now\n\n');
  await untold.untilClosed();
  expect(untold.events()).toEqual([]);
});
