import { expect, test } from 'vitest';

import { simulatedWorld } from './simulated-world.ts';

test('events lag behind answers, in their order, until told otherwise', async () => {
  const { client } = await simulatedWorld();
  const esl = await client();
  await esl.api('sim lag 20000');
  await esl.send('bgapi originate {origination_uuid=leg}sofia/gateway/trunk/+14155550101 &park()');
  expect(await esl.api('uuid_exists leg')).toBe('true');
  expect(esl.events('CHANNEL_CREATE')).toEqual([]);
  await esl.api('uuid_kill leg');
  await esl.event('CHANNEL_DESTROY');
  const names = esl.events().map((event) => event['Event-Name']);
  expect(names.indexOf('CHANNEL_CREATE')).toBeLessThan(names.indexOf('CHANNEL_HANGUP_COMPLETE'));
  const sequence = esl.events().map((event) => Number(event['Event-Sequence']));
  expect(sequence).toEqual([...sequence].sort((one, other) => one - other));
});

test('a switch that hangs carries its commands out later, each once', async () => {
  const { client } = await simulatedWorld();
  const esl = await client();
  await esl.api('sim mute 300');
  const before = esl.messages.length;
  esl.socket.write('api create_uuid\n\napi version\n\n');
  await esl.until(() => esl.messages.length >= before + 2);
  expect(esl.messages.slice(before).map(({ body }) => body)).toEqual([
    expect.stringMatching(/^[0-9a-f-]{36}$/),
    expect.stringMatching(/^FreeSWITCH Version/),
  ]);
});

test('a switch that answers on one connection only carries the commands of the others out later', async () => {
  const { client } = await simulatedWorld();
  const [oldest, other] = [await client(), await client()];
  await oldest.api('sim one 300');
  const before = other.messages.length;
  other.socket.write('api version\n\n');
  expect(await oldest.api('version')).toMatch(/^FreeSWITCH Version/);
  expect(other.messages.length).toBe(before);
  await other.until(() => other.messages.length > before);
  expect(other.messages.at(-1)?.body).toMatch(/^FreeSWITCH Version/);
});

test('a flood of events of others comes whole, and none of them is of a call that is up', async () => {
  const { client } = await simulatedWorld();
  const esl = await client();
  await esl.api('sim flood 2000');
  await esl.until(() => esl.events('CHANNEL_HANGUP_COMPLETE').length >= 1_000);
  expect(esl.events('BACKGROUND_JOB')).toHaveLength(1_000);
  expect(await esl.api(`uuid_exists ${esl.events('CHANNEL_HANGUP_COMPLETE')[0]?.['Unique-ID'] ?? ''}`)).toBe(
    'false',
  );
});

test('connections are cut and calls go on', async () => {
  const { client, switch: simulated } = await simulatedWorld();
  const [esl, other] = [await client(), await client()];
  await esl.send('bgapi originate {origination_uuid=leg}sofia/gateway/trunk/+14155550101 &park()');
  await esl.event('CHANNEL_PARK');
  await other.api('sim drop');
  await esl.untilClosed();
  const again = await client();
  expect(await again.api('uuid_exists leg')).toBe('true');
  expect(simulated.rings()).toHaveLength(1);
});

test('somebody rings in by command; a usage text for any other word', async () => {
  const { client, switch: simulated } = await simulatedWorld();
  const esl = await client();
  expect(await esl.api('sim ring +14155550101 8000')).toMatch(/^\+OK [0-9a-f-]{36}\n$/);
  await esl.event('CHANNEL_CREATE');
  for (const wrong of ['', 'lag', 'lag x', 'ring 1', 'mute -1', 'one', 'flood x'])
    expect(await esl.api(`sim ${wrong}`)).toMatch(/^-USAGE/);
  expect(simulated.fellToLiveQueue().length).toBeLessThanOrEqual(1);
});

test('a network that is heard before the answer sends no ringing', async () => {
  const { client } = await simulatedWorld();
  const esl = await client();
  await esl.send(
    'bgapi originate {origination_uuid=leg,ignore_early_media=true}sofia/gateway/trunk/+14155550110 &park()',
  );
  await esl.event('CHANNEL_ANSWER');
  expect(esl.events('CHANNEL_PROGRESS')).toEqual([]);
  expect(await esl.event('CHANNEL_PROGRESS_MEDIA')).toMatchObject({ 'Answer-State': 'early' });
});
