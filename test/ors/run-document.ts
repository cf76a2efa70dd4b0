import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { uuidOf } from '../../src/core/ids.ts';
import type { TraceItem } from '../../src/scxml/step.ts';
import { agentPhone } from '../../src/simulation/people.ts';
import { barredNumber } from '../store/conformance/make.ts';
import { book, CUSTOMER } from '../support/behaviours.ts';
import { OutgoingRequests } from '../support/outgoing-requests.ts';
import { World } from '../support/world.ts';

const folder = new URL('./documents/', import.meta.url);
/** Who is called there talks for some seconds, and hangs up. */
const TALKS_SHORTLY = '+14155550109';
/** What a switch says that is full, one that has no such gateway, and one that is never heard of again. */
const answers = {
  full: { kind: 'refused', detail: 'DESTINATION_OUT_OF_ORDER', retryMs: 5_000 },
  refusing: { kind: 'refused', detail: 'INVALID_GATEWAY' },
  mute: { kind: 'sent', switchName: 'memory' },
} as const;
const IDLE = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" profile="ecmascript"><state id="s"/></scxml>`;

/** A row of the table of documents. */
export interface Row {
  document: string;
  /** Agents that are ready; 1001 unless said. */
  agents?: string[];
  /** Keys of the caller. */
  keys?: string[];
  /** What happens to the switch, in turn: the document is told by an event of that name. */
  happens?: ('down' | 'up' | keyof typeof answers)[];
  /** It carries out a callback, whose number is barred before it is dialled. Else it meets a call. */
  callback?: 'barred';
  logs: string[];
}

/** What a document did: its log, the actions it asked for, and the error codes that came back. */
export interface Told {
  logs: string[];
  actions: string[];
  /** `error.voice.hold remote` */
  errors: string[];
}

/** Lets a call meet the document, and two minutes pass after whatever happens. */
export async function runDocument(row: Row): Promise<Told> {
  const server = createServer((request, response) => {
    if (request.url === '/cut') request.socket.destroy();
    else if (request.url === '/open')
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"open": true}');
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const outgoing = new OutgoingRequests();
  const world = await worldOf(row, host, outgoing);
  try {
    return await told(world, row);
  } finally {
    await world.close();
    outgoing.close();
    server.closeAllConnections();
    server.close();
  }
}

/** Files that documents include, where they find them. */
function included(): Record<string, string> {
  const files = readdirSync(new URL('include/', folder));
  return Object.fromEntries(
    files.map((file) => [
      `dialogs/include/${file}`,
      readFileSync(new URL(`include/${file}`, folder), 'utf8'),
    ]),
  );
}

async function worldOf(row: Row, host: string, outgoing: OutgoingRequests): Promise<World> {
  const text = readFileSync(new URL(`${row.document}.scxml`, folder), 'utf8');
  const world = await World.create({
    agents: row.agents ?? ['1001'],
    talkMs: 3_600_000,
    documents: {
      [`dialogs/${row.callback ? 'callback' : 'classic'}.scxml`]: text.replaceAll('SERVER', `http://${host}`),
      'dialogs/idle.scxml': IDLE,
      ...included(),
    },
    sessionEvents: { hosts: [host], privateNetworks: true },
    underWay: outgoing.underWay,
    composed: false,
  });
  world.configuration.agents.splice(
    0,
    1,
    ...world.configuration.agents.slice(0, 1).map((one) => ({ ...one, groups: ['Gold'], place: 'Desk7' })),
  );
  await world.compose({});
  const shortly = { answerMs: 1_000, talkMs: 5_000 };
  world.people.register(TALKS_SHORTLY, agentPhone({ clock: world.clock, random: world.random }, shortly));
  Object.assign(world.switch, { recordingMs: (path: string) => (path.includes('missing') ? null : 2_000) });
  return world;
}

/** The session of a document. */
async function begun(world: World, { keys = [], callback }: Row): Promise<string> {
  if (!callback) return uuidOf('session', world.ring(CUSTOMER, keys).id);
  const { sessionId } = await book(world, CUSTOMER);
  await world.store.doNotCall.put(0, barredNumber(CUSTOMER));
  return sessionId ?? '';
}

async function told(world: World, row: Row): Promise<Told> {
  const session = await begun(world, row);
  const { happens = [] } = row;
  for (const [index, happening] of happens.entries()) {
    await world.clock.advance(60_000);
    world.switch.setUp(happening !== 'down');
    if (happening !== 'down' && happening !== 'up')
      world.switch.dial = () => Promise.resolve(answers[happening]);
    if (happening === 'mute') world.switch.kill = () => new Promise(() => undefined);
    await world.ringback.engine.deliver(session, { id: `happens-${index}`, name: happening, data: {} });
  }
  await world.clock.advance(240_000);
  const journal = await world.store.sessions.journal(session);
  const items = journal.flatMap(({ trace }) => trace as unknown as TraceItem[]);
  return {
    logs: items.flatMap((item) => (item.kind === 'log' ? [item.text] : [])),
    actions: journal.flatMap(({ actions }) => actions.map(({ kind }) => kind)),
    errors: journal.flatMap(({ event }) => {
      const error = (event?.data as { error?: unknown } | null)?.error;
      return event?.name.startsWith('error.') && typeof error === 'string' ? [`${event.name} ${error}`] : [];
    }),
  };
}
