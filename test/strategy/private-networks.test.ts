import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect, it } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import { postEvent } from '../../src/strategy/post-event.ts';

it('a name that leads into a private network is refused, whatever the list of hosts says', async () => {
  let taken = 0;
  const server = createServer((_request, response) => {
    taken++;
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  const post = (privateNetworks: boolean): Promise<void> =>
    postEvent(
      { url: `http://localhost:${port}/`, contentType: 'text/plain', body: 'hi', key: 'k' },
      { clock: systemClock, rules: { url: '', hosts: ['localhost'], privateNetworks } },
    );
  await expect(post(false)).rejects.toThrow('localhost is in a private network');
  expect(taken).toBe(0);
  await post(true);
  expect(taken).toBe(1);
  server.close();
});

it.each([
  '127.0.0.1',
  '2130706433',
  '0x7f.1',
  '10.1.2.3',
  '169.254.169.254',
  '[::1]',
  '[::ffff:10.0.0.1]',
  '[fe80::1]',
  '[fd00::1]',
])('%s is in a private network, however it is written', async (host) => {
  const { hostname } = new URL(`http://${host}/`);
  const sent = postEvent(
    { url: `http://${host}:9/`, contentType: 'text/plain', body: '', key: 'k' },
    { clock: systemClock, rules: { url: '', hosts: [hostname], privateNetworks: false } },
  );
  await expect(sent).rejects.toThrow('private network');
});
