import type { Socket } from 'node:net';

import { CommandReader, type EslCommand } from '../../src/switch/simulated/esl/reading.ts';
import { reachPort, Wire } from './wire.ts';

/**
 * A wire to `target` that notes every command the adapter gives. On a door the switch is the one who connects, so
 * the commands come from the `server` end there.
 */
export function tapEsl(target: number, from: 'client' | 'server', commands: EslCommand[]): Promise<Wire> {
  const reach = async (): Promise<Socket> => {
    const socket = await reachPort(target);
    if (!socket) throw new Error(`nobody listens on ${target}`);
    return socket;
  };
  return Wire.open(reach, (client, server) => {
    const reader = new CommandReader();
    (from === 'client' ? client : server).on('data', (chunk: Buffer) => commands.push(...reader.push(chunk)));
  });
}
