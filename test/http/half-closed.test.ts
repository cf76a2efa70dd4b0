import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Server } from 'node:http';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { httpServer } from '../../src/http/http-server.ts';
import { httpWorld, type World } from './http-world.ts';

let world: World;
let server: Server;
beforeEach(async () => {
  world = await httpWorld();
  server = httpServer(world.http).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
});
afterEach(async () => {
  server.close();
  await world.close();
});

/** Sends one request; `ended`: and closes its side. */
function client(
  request: string,
  ended: boolean,
): { socket: Socket; text: () => string; closed: Promise<void> } {
  const { port } = server.address() as AddressInfo;
  let text = '';
  const socket = connect(port, '127.0.0.1', () => (ended ? socket.end(request) : socket.write(request)));
  socket.on('data', (data) => (text += data.toString()));
  return { socket, text: () => text, closed: new Promise((resolve) => socket.on('close', () => resolve())) };
}

it('who closes one side after a request has the answer, and then the other side is closed too', async () => {
  const body = JSON.stringify({ _customer_number: '+14155550100' });
  const head = `Host: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
  const { text, closed } = client(
    `POST /genesys/1/service/callback/classic HTTP/1.1\r\n${head}\r\n\r\n${body}`,
    true,
  );
  await closed;
  expect(text()).toMatch(/^HTTP\/1\.1 200 /);
  expect(text()).toContain('"_id"');
});

it('who closes one side in the midst of a request has made none', async () => {
  const head = 'Host: localhost\r\nContent-Type: application/json\r\nContent-Length: 500';
  const { text, closed } = client(
    `POST /genesys/1/service/callback/classic HTTP/1.1\r\n${head}\r\n\r\n{"_customer_number": "+14155550100"`,
    true,
  );
  await closed;
  expect(text()).not.toMatch(/^HTTP\/1\.1 200 /);
  expect((await world.store.callbacks.find({ limit: 10 })).records).toEqual([]);
});

it('a stream is over once its reader closes one side', async () => {
  const { socket, closed } = client('GET /api/v1/counters/events HTTP/1.1\r\nHost: localhost\r\n\r\n', false);
  await new Promise((first) => socket.once('data', first));
  socket.end();
  await closed;
});
