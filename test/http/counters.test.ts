import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { peekStatistic } from '../../src/app/peek-statistic.ts';
import type { SubmitMessage } from '../../src/routing/messages.ts';
import { httpWorld, type World } from './http-world.ts';

let world: World;
let ids = 0;
beforeEach(async () => {
  world = await httpWorld();
});
afterEach(() => world.close());

const submit = (entryId: string, kind: SubmitMessage['kind'] = 'live'): Promise<void> =>
  world.router.send({
    type: 'submit',
    id: `m${ids++}`,
    entryId,
    queue: 'classic',
    sessionId: 's',
    actionId: `a${ids++}`,
    requestId: 'r',
    kind,
    priority: 0,
    placeAt: world.clock.now() - 60_000,
    target: '',
    mode: 'waiting',
    reserveMs: 30_000,
    timeoutMs: null,
  });
const release = (entryId: string, reason: 'ended' | 'rona' | 'gone'): Promise<void> =>
  world.router.send({ type: 'release', id: `m${ids++}`, entryId, reason });

async function counters(): Promise<Record<string, unknown>> {
  const { body } = await world.api.get('/api/v1/counters').expect(200);
  return (body as { queues: Record<string, unknown>[] }).queues[0] ?? {};
}

it('counts who joined, was given an agent, talked and left', async () => {
  await submit('talks');
  await world.router.send({ type: 'connected', id: 'c', entryId: 'talks' });
  await submit('unlucky');
  await release('unlucky', 'rona');
  await submit('unlucky');
  await submit('leaves');
  await release('leaves', 'gone');
  await submit('virtual', 'callback');
  expect(await counters()).toMatchObject({
    queue: 'classic',
    services: ['classic'],
    entered: 4,
    distributed: 2,
    answered: 1,
    abandoned: 1,
    waiting: { live: 1, callbacks: 1 },
    longestWaitS: 60,
    agents: { busy: 1, 'not-ready': 1 },
  });
});

it('a conversation that is over is no abandonment', async () => {
  await submit('talks');
  await world.router.send({ type: 'connected', id: 'c', entryId: 'talks' });
  await release('talks', 'gone');
  expect(await counters()).toMatchObject({ answered: 1, abandoned: 0, waiting: { live: 0 } });
});

it('streams the same, at once and after every change', async () => {
  await submit('first');
  const server = createServer(world.http).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/counters/events`);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  const until = async (part: string): Promise<void> => {
    while (!text.includes(part)) text += new TextDecoder().decode((await reader.read()).value);
  };
  await until('"entered":1');
  expect(text).toContain('event: counters');
  await submit('second');
  await world.clock.advance(1_000);
  await until('"entered":2');
  const data = /.*data: (.*)\n\n$/s.exec(text)?.[1] ?? '';
  expect((JSON.parse(data) as { queues: unknown[] }).queues[0]).toEqual(await counters());
  await reader.cancel();
  server.close();
});

it('statistics of Genesys are the same numbers', async () => {
  await submit('talks');
  await submit('waits', 'callback');
  await submit('waits too');
  const said = await counters();
  const peek = (name: string): Promise<number> => peekStatistic(world.app, name, 'classic@SIP_Server');
  expect(said).toMatchObject({ free: 0, agents: { reserved: 2 }, waiting: { live: 1, callbacks: 0 } });
  expect(await peek('RStatAgentsReady')).toBe(said['free']);
  expect(await peek('RStatAgentsTotal')).toBe(2);
  expect(await peek('CurrNumberWaitingCalls')).toBe(1);
});

it('says the same to Prometheus', async () => {
  for (const id of ['a', 'b', 'c']) await submit(id);
  const { text, headers } = await world.api.get('/metrics').expect(200);
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(text).toContain('ringback_queue_entered_total{queue="classic"} 3');
  expect(text).toContain('ringback_queue_distributed_total{queue="classic"} 2');
  expect(text).toContain('ringback_queue_waiting{queue="classic",kind="live"} 1');
  expect(text).toContain('ringback_queue_agents{queue="classic",state="reserved"} 2');
  expect(text).toMatch(
    /^(# (HELP|TYPE) \S+ .+|\w+\{[^}]*\} -?\d+(\.\d+)?)(\n(# (HELP|TYPE) \S+ .+|\w+\{[^}]*\} -?\d+(\.\d+)?))*\n$/,
  );
  expect(await counters()).toMatchObject({ entered: 3, waiting: { live: 1 } });
});

it('is not for everyone once there are keys', async () => {
  await world.close();
  world = await httpWorld({ access: { keys: { admin: 'the-key-of-the-admin' } } });
  await world.api.get('/metrics').expect(401);
  await world.api.get('/metrics').auth('prometheus', 'the-key-of-the-admin').expect(200);
});
