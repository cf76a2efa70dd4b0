import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import type { Clock } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import type { People, Person } from '../person.ts';
import { createApi } from './api/api.ts';
import { applications } from './applications/applications.ts';
import type { Application } from './applications/application.ts';
import { bridgeApplication } from './applications/bridge.ts';
import type { Call, CallHost } from './call.ts';
import type { Core } from './core.ts';
import { dialplanLines } from './dialplan.ts';
import { EventBus } from './event-bus.ts';
import { socketApplication } from './esl/door.ts';
import { commands } from './esl/commands.ts';
import { EslSession, type SessionParts } from './esl/session.ts';
import { startHeartbeat } from './heartbeat.ts';
import { Exchange, type IncomingCall, randomUuid, type Ring } from './line/exchange.ts';
import { Rooms } from './line/rooms.ts';
import { addCall, originate, placeCall } from './originate.ts';
import { recordingMs } from './recording.ts';

export interface SimulatedSwitchOptions {
  clock: Clock;
  random: Random;
  host: string;
  /** 0 = any that is free. */
  port: number;
  password: string;
  /** Where calls go, in turn: `127.0.0.1:8084`. */
  doors: readonly string[];
  people: People;
  /** Spoken characters a second of prompts. */
  speechRate: number;
  /** How long the dialplan waits before it opens a door the second time, ms; 0 = not at all. */
  betweenDoorsMs?: number;
  /** Length of a recording, ms, or null when there is none; else files of this machine are looked at. */
  recordingMs?: (path: string) => number | null;
}

export interface SimulatedSwitch {
  /** Port of the event socket. */
  readonly port: number;
  /** Lets a person ring in; returns the call's id. */
  ring(person: Person, call: IncomingCall): string;
  /** Every time a phone was asked to ring: the customers' own count. */
  rings(): readonly Ring[];
  /** Headers of the refusal of a caller, or of the BYE: what the switch was told to put there. */
  toldCaller(id: string): Readonly<Record<string, string>>;
  /** Ids of calls that no door took. */
  fellToLiveQueue(): readonly string[];
  /** Stops as a crash does: connections are cut without a word. */
  close(): Promise<void>;
}

/** Starts a server that looks like a FreeSWITCH to an ESL client. Rejects when the port is taken. */
export async function startSimulatedSwitch(options: SimulatedSwitchOptions): Promise<SimulatedSwitch> {
  const sessions = new Map<Socket, EslSession>();
  const add = (socket: Socket, session: EslSession): void => {
    sessions.set(socket, session);
    socket.once('close', () => sessions.delete(socket));
  };
  const server = createServer();
  const core = createCore(options, {
    oldestConnection: () => [...sessions.values()].find(({ call }) => call === null) ?? null,
    dropConnections() {
      for (const socket of [...sessions.keys()]) socket.destroy();
    },
    ring: (from, to) => takeCall(core, host, options.people.at(from), { from, to }),
    shutDown: (crash) => {
      server.close();
      stopHeartbeat();
      if (!crash) endCalls(core);
      for (const [socket, session] of [...sessions])
        if (crash) socket.destroy();
        else session.disconnect('The system is being shut down.\n');
    },
  });
  const stopHeartbeat = startHeartbeat(core);
  const api = createApi(core, (argument, tell) => originate(core, host, argument, tell));
  const parts: SessionParts = { core, api, commands };
  const host: CallHost = createHost(core, {
    ...applications,
    bridge: bridgeApplication(core, (uuid, order) => placeCall(core, host, uuid, order)),
    socket: socketApplication(parts, { add }),
  });
  server.on('connection', (socket) => add(socket, new EslSession(socket, parts, null)));
  await listen(server, options);

  return {
    port: (server.address() as AddressInfo).port,
    ring: (person, call) => takeCall(core, host, person, call),
    rings: () => core.exchange.rings,
    toldCaller: (id) => core.told.get(id) ?? {},
    fellToLiveQueue: () => core.liveQueue,
    async close() {
      const closed = server.listening ? once(server, 'close') : Promise.resolve();
      core.shutDown(true);
      await closed;
    },
  };
}

function createCore(
  options: SimulatedSwitchOptions,
  acts: Pick<Core, 'oldestConnection' | 'dropConnections' | 'ring' | 'shutDown'>,
): Core {
  const { clock, random } = options;
  return {
    clock,
    random,
    bus: new EventBus(clock, randomUuid(random)),
    exchange: new Exchange(options),
    calls: new Map(),
    rooms: new Rooms(),
    settings: {
      password: options.password,
      doors: options.doors,
      betweenDoorsMs: options.betweenDoorsMs ?? 0,
      speechRate: options.speechRate,
      recordingMs: options.recordingMs ?? recordingMs,
    },
    limits: { paused: false, maxSessions: 3000, sessionsPerSecond: 300 },
    faults: { eventLagMs: 0, mutedUntil: 0, oneConnectionUntil: 0 },
    counts: { sessions: 0, peak: 0, second: 0, begun: 0 },
    startedAt: clock.now(),
    liveQueue: [],
    told: new Map(),
    newUuid: () => randomUuid(random),
    ...acts,
  };
}

function createHost(core: Core, table: Readonly<Record<string, Application>>): CallHost {
  return {
    begin(call, order, finish) {
      const application = Object.hasOwn(table, order.app) ? table[order.app] : undefined;
      if (!application) return null;
      return application({ core, call, data: order.data, finish: (response = '_none_') => finish(response) });
    },
    remove: (call: Call) => core.calls.delete(call.uuid),
    newUuid: core.newUuid,
    now: () => core.clock.now(),
  };
}

/** A person rings in: the call begins and goes through the dialplan. */
function takeCall(core: Core, host: CallHost, person: Person, incoming: IncomingCall): string {
  const line = core.exchange.incoming(incoming);
  const call = addCall(core, host, line, 'Caller');
  const { channel } = call;
  // What a caller brings along are headers; other names are variables that an earlier dialplan line has set.
  for (const [name, value] of Object.entries(incoming.userData ?? {}))
    channel.set(/^(x-|user-to-user$)/i.test(name) ? `sip_h_${name}` : name, value);
  call.onHangup((stage) => {
    const told = channel.sipHeaders(line.answeredAt === null ? 'sip_rh_' : 'sip_bye_h_');
    if (stage === 'hangup' && Object.keys(told).length > 0) core.told.set(line.id, told);
  });
  channel.enter('CS_INIT');
  channel.fire('CHANNEL_CREATE');
  channel.enter('CS_ROUTING');
  channel.callStateIs('RINGING');
  line.attach(person);
  channel.enter('CS_EXECUTE');
  channel.hitDialplan = true;
  if (!line.end) call.execution.run(dialplanLines(core, incoming.to));
  return line.id;
}

/** `fsctl shutdown`: says so, and ends every call. */
function endCalls(core: Core): void {
  core.bus.fire('SHUTDOWN', { 'Event-Info': 'System Shutting Down' });
  for (const call of [...core.calls.values()]) call.hangup('SYSTEM_SHUTDOWN');
}

async function listen(server: Server, at: { host: string; port: number }): Promise<void> {
  server.listen(at.port, at.host);
  await once(server, 'listening');
}
