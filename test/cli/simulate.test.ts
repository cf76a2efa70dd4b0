import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';

import { afterEach, expect, it } from 'vitest';

import { RawClient } from '../switch/simulated/raw-client.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

let child: ChildProcess | null = null;
let taken: Server | null = null;
afterEach(() => {
  child?.kill('SIGKILL');
  taken?.close();
});

/** `ringback simulate` as a process of its own, and what it has said so far. */
function simulate(...wishes: string[]): {
  child: ChildProcess;
  said: string[];
  until(text: RegExp): Promise<RegExpExecArray>;
} {
  const started = spawn(process.execPath, [main, 'simulate', ...wishes]);
  child = started;
  const said: string[] = [];
  for (const stream of [started.stdout, started.stderr])
    stream.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const until = async (text: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = text.exec(said.join(''));
      if (found) return found;
      await once(started.stdout, 'data');
    }
  };
  return { child: started, said, until };
}

it('is a switch for whoever develops against the event socket: rings, is asked, and ends when told to', async () => {
  const simulated = simulate('--port', '0');
  const [, port] = await simulated.until(/event socket of FreeSWITCH on 127\.0\.0\.1:(\d+)/);
  const client = await RawClient.ready(Number(port), 'CHANNEL_CREATE CHANNEL_HANGUP_COMPLETE');
  expect(await client.api('status')).toContain('UP');
  expect(await client.api('originate {origination_uuid=leg-1}user/1001 &park()')).toContain('+OK leg-1');
  expect(await client.api('uuid_kill leg-1')).toContain('+OK');
  await client.until(() => client.events('CHANNEL_HANGUP_COMPLETE').length === 1);
  simulated.child.kill('SIGTERM');
  expect(await once(simulated.child, 'exit')).toEqual([0, null]);
});

it('lets nobody in with another password than was said', async () => {
  const simulated = simulate('--port', '0', '--password', 'secret');
  const [, port] = await simulated.until(/127\.0\.0\.1:(\d+)/);
  const client = await RawClient.connect(Number(port));
  await client.until(() => client.messages.length === 1);
  expect((await client.send('auth ClueCon')).headers['Reply-Text']).toBe('-ERR invalid');
});

it('says that its port is taken, and ends', async () => {
  taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address ? String(address.port) : '';
  const simulated = simulate('--port', port);
  expect(await once(simulated.child, 'close')).toEqual([1, null]);
  expect(simulated.said.join('')).toContain(port);
  expect(simulated.said.join('')).not.toMatch(/\n +at /);
});
