import { expect, test } from 'vitest';

import { browse, keys } from './browse.ts';

const tells = `<filled>came to <value expr="t"/> after <value expr="t$.duration"/><exit/></filled>`;
const catching = '<catch event="error connection"><value expr="_event"/><exit/></catch>';
const transfer = (attributes: string, inside = tells): string =>
  `${catching}<form><transfer name="t" ${attributes}>${inside}</transfer></form>`;
const bridge = 'dest="tel:+1555" type="bridge"';

test('what the page asks for reaches the telephone', async () => {
  const page = transfer(
    `destexpr="'tel:' + 1555" type="consultation" connecttimeout="20s" aaiexpr="'a' + 1"`,
  );
  const { platform } = await browse(page, { inputs: ['transfer:busy'] });
  expect(platform.transfers).toEqual([
    {
      destination: 'tel:1555',
      kind: 'consultation',
      connectTimeoutMs: 20_000,
      maxTimeMs: null,
      aai: 'a1',
      audio: null,
    },
  ]);
});

test.each(['busy', 'noanswer', 'network_busy', 'network_disconnect', 'maxtime_disconnect', 'unknown'])(
  'a bridge that comes to %s is the value of the item',
  async (outcome) => {
    const { said } = await browse(transfer(bridge), { inputs: [`transfer:${outcome}`] });
    expect(said).toEqual([`came to ${outcome} after 0`]);
  },
);

test('keys that a grammar of the item matches end the bridge, others do not', async () => {
  const { said } = await browse(transfer(bridge, keys('9') + tells), {
    inputs: ['transfer:answered', 'dtmf:129'],
  });
  expect(said).toEqual(['came to near_end_disconnect after 1']);
});

test('a bridge ends when its time is up', async () => {
  const { said } = await browse(transfer(`${bridge} maxtime="30s"`), {
    inputs: ['transfer:answered', 'noinput'],
  });
  expect(said).toEqual(['came to maxtime_disconnect after 30']);
});

test.each([
  ['noauthorization', 'error.connection.noauthorization'],
  ['baddestination', 'error.connection.baddestination'],
  ['noroute', 'error.connection.noroute'],
  ['noresource', 'error.connection.noresource'],
  ['protocol', 'error.connection.protocol.500'],
  ['unsupported', 'error.unsupported.transfer.bridge'],
  ['unsupported-uri', 'error.unsupported.uri'],
  ['hangup', 'connection.disconnect.hangup'],
])('%s is the event %s', async (outcome, event) => {
  expect((await browse(transfer(bridge), { inputs: [`transfer:${outcome}`] })).said).toEqual([event]);
});

test('after a blind transfer the page may clean up, and the session ends', async () => {
  const page = `<catch event="connection.disconnect.transfer"><submit next="bye.vxml"/></catch>
    <form><transfer dest="tel:1555"/></form>`;
  const { requests, end } = await browse(page, { inputs: ['transfer:blind-accepted'] });
  expect(requests.at(-1)?.url).toMatch(/bye\.vxml$/);
  expect(end.how).not.toBe('exit');
});

test('a transfer to no address is an event', async () => {
  expect((await browse(transfer('dest="nowhere"'))).said).toEqual(['error.connection.baddestination']);
});
