import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import { command, isChannelId } from './encoding.ts';
import { readChannelData, type EslEvent } from './esl-event.ts';
import { EslSocket } from './esl-socket.ts';

const CONNECT_TIMEOUT_MS = 5_000;
/** How long the switch keeps the connection after the hang-up, so that the last events still come; seconds. */
const LINGER_S = 5;
/** What `myevents` leaves out and we need. */
const MORE_EVENTS = 'DETECTED_TONE RECORD_STOP CUSTOM avmd::beep mod_amd::info';
/** What `myevents` has several of in each call, and nobody asks for: some kilobytes each, written on the switch too. */
const UNWANTED_EVENTS = 'CHANNEL_STATE CHANNEL_PARK CHANNEL_UNPARK CHANNEL_DESTROY';
/** What a call does something about (freeswitch-call.ts). */
const HEEDED = new Set([
  ...['CHANNEL_EXECUTE', 'CHANNEL_EXECUTE_COMPLETE', 'CHANNEL_ANSWER', 'CHANNEL_BRIDGE', 'CHANNEL_HANGUP'],
  ...['CHANNEL_HANGUP_COMPLETE', 'DTMF', 'DETECTED_TONE', 'RECORD_STOP', 'CUSTOM'],
]);

/** A connection the switch opened for one channel: its control, its events, and our lease on it. */
export interface Door {
  uuid: string;
  /** The channel as it was when the door opened. */
  channel: EslEvent;
  /** Not listened to yet: events since the opening wait in it. */
  socket: EslSocket;
}

/** A switch whose channels may open doors. */
interface DoorOwner {
  /** May a connection from this address be its door? */
  accepts(address: string): boolean;
  /** Asks the switch itself whether it has this channel. */
  owns(uuid: string): Promise<boolean>;
  enter(door: Door): void;
}

/** The server switches connect to: one for the process, shared by all of them. */
export interface Doors {
  /** Where they are, `host:port`: the same after a restart of ours. */
  readonly place: string;
  register(owner: DoorOwner): void;
  /** Resolves with the port that was bound. */
  listen(): Promise<number>;
  /** Closes every door; the calls stay on their switches. */
  close(): Promise<void>;
}

/** The server that `socket` lines of dialplans connect to. Rejects of `listen` are those of the network. */
export function createDoors(
  place: { host: string; port: number },
  parts: { clock: Clock; log: Logger },
): Doors {
  const owners: DoorOwner[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    void admit(new EslSocket(socket, parts.clock), owners, parts.log);
  });
  return {
    place: `${place.host}:${place.port}`,
    register: (owner) => void owners.push(owner),
    listen: () => listen(server, place),
    async close() {
      for (const socket of open) socket.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Lets a connection in when it comes from a switch's address and that switch has the channel it speaks for. Otherwise
 * it is closed, and the dialplan goes on to its next line.
 */
async function admit(socket: EslSocket, owners: DoorOwner[], log: Logger): Promise<void> {
  const candidates = owners.filter((owner) => owner.accepts(socket.peer));
  const refuse = (why: string): void => {
    log.warn({ from: socket.peer, why }, 'a door was refused');
    socket.close(why);
  };
  if (!candidates.length) {
    refuse('its address is not that of a switch');
    return;
  }
  const door = await openDoor(socket);
  if (typeof door === 'string') {
    refuse(door);
    return;
  }
  for (const owner of candidates)
    if (await owner.owns(door.uuid)) {
      owner.enter(door);
      return;
    }
  refuse(`no switch knows channel ${door.uuid}`);
}

/** Says what a door begins with. Gives why it cannot be one instead of a door. */
async function openDoor(socket: EslSocket): Promise<Door | string> {
  socket.heed(HEEDED);
  const wanted = ['myevents json', `event json ${MORE_EVENTS}`, `nixevent ${UNWANTED_EVENTS}`];
  const [connected, ...subscribed] = socket.together(() => [
    socket.send(command('connect'), CONNECT_TIMEOUT_MS),
    ...[`linger ${LINGER_S}`, ...wanted].map((line) => socket.send(command(line))),
  ]);
  const answer = await connected;
  if (answer.kind !== 'ok') return `the switch did not introduce the channel: ${answer.text}`;
  const channel = readChannelData(answer.headers);
  if (channel.get('Socket-Mode') !== 'async' || channel.get('Control') !== 'full')
    return 'the dialplan line needs `async full` after the address';
  for (const reply of await Promise.all(subscribed))
    if (reply.kind !== 'ok') return `the switch refused a command: ${reply.text}`;
  return isChannelId(channel.channel)
    ? { uuid: channel.channel, channel, socket }
    : 'it speaks for no channel';
}

function listen(server: Server, place: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(place.port, place.host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
