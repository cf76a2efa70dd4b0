import { createServer, type AddressInfo, type Server } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { silentLogger } from '../../../src/core/logger.ts';
import { VirtualClock } from '../../../src/core/virtual-clock.ts';
import { EslConnection } from '../../../src/switch/freeswitch/esl-connection.ts';
import { EslPeer } from '../../support/esl-peer.ts';
import { eventually } from '../../support/eventually.ts';

const clock = new VirtualClock();
const open: { stop(): void | Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.stop();
});

function connectTo(port: number, password = 'ClueCon'): EslConnection {
  const options = { host: '127.0.0.1', port, password, events: [], clock, log: silentLogger };
  const connection = new EslConnection(options, { event: () => {}, up: () => {}, down: () => {} });
  open.unshift(connection);
  return connection;
}

async function startPeer(): Promise<EslPeer> {
  const peer = await EslPeer.open();
  open.push({ stop: () => peer.close() });
  return peer;
}

describe('logging in', () => {
  it('resolves with the first try, whichever way it went', async () => {
    const connection = connectTo((await startPeer()).port);
    await connection.start();
    expect([connection.up, connection.detail]).toEqual([true, 'connected']);
  });

  it('with a wrong password says so, and goes on trying', async () => {
    const peer = await startPeer();
    const connection = connectTo(peer.port, 'wrong');
    await connection.start();
    expect(connection.up).toBe(false);
    expect(connection.detail).toContain('-ERR invalid');
    peer.password = 'wrong';
    await eventually(() => connection.up || void clock.advance(1_000));
  });

  it('where our address is not wanted says so', async () => {
    const server: Server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push({ stop: () => void server.close() });
    const connection = connectTo((server.address() as AddressInfo).port);
    await connection.start();
    expect(connection.detail).toBe('the switch refuses connections from this address');
  });

  it('where nothing listens says so', async () => {
    const peer = await EslPeer.open();
    const { port } = peer;
    await peer.close();
    const connection = connectTo(port);
    await connection.start();
    expect(connection.detail).toContain('ECONNREFUSED');
  });
});

describe('answers', () => {
  it('to everything that waits are lost with the connection, and the next command certainly not sent', async () => {
    const peer = await startPeer();
    const connection = connectTo(peer.port);
    await connection.start();
    peer.when(/^api/, null);
    const waiting = [connection.api('one'), connection.api('two')];
    await peer.received(/^api two/);
    peer.drop();
    expect((await Promise.all(waiting)).map(({ kind }) => kind)).toEqual(['lost', 'lost']);
    expect(await connection.api('three')).toMatchObject({ kind: 'unsent' });
  });

  it('that nothing asked for end the connection: it can no longer be trusted', async () => {
    const peer = await startPeer();
    const connection = connectTo(peer.port);
    await connection.start();
    peer.raw('Content-Type: command/reply\nReply-Text: +OK\n\n');
    await eventually(() => !connection.up);
    expect(connection.detail).toBe('an answer came that nothing was waiting for');
  });
});

it('notices a switch that no longer answers', async () => {
  const peer = await startPeer();
  const connection = connectTo(peer.port);
  await connection.start();
  peer.when(/^api uptime/, null);
  await clock.advance(10_000);
  await peer.received(/^api uptime/);
  await clock.advance(10_000);
  await eventually(() => !connection.up);
  expect(connection.detail).toBe('the switch no longer answers');
});
