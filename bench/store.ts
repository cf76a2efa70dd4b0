// One step of a session, committed: our store beside the bare engine that keeps the same bytes. With the embedded store
// that is a prepared transaction in this thread, with Redis a function of the server that sets one key.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Redis } from 'ioredis';

import type { SessionEvent, StepCommit } from '../src/store/sessions.ts';
import type { Store } from '../src/store/store.ts';
import { OwnRedis, openSite } from '../test/support/own-redis.ts';
import { alternate } from './support/alternate.ts';
import { judge } from './support/judge.ts';
import { temporaryStore } from './support/temporary-store.ts';

const BAR = 0.7;
const SECONDS = 0.5;
const SNAPSHOT = 'x'.repeat(1500);

await embedded();
if (spawnSync('redis-server', ['--version']).status === 0) await inRedis();
else console.log('redis-server is not installed: no comparison with it\n');

async function embedded(): Promise<void> {
  const { store, close } = await temporaryStore();
  const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-'));
  const bare = new DatabaseSync(join(folder, 'bare.sqlite'));
  bare.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE steps (id TEXT, body TEXT) STRICT',
  );
  const insert = bare.prepare('INSERT INTO steps (id, body) VALUES (?, ?)');
  const transaction = (bytes: string): Promise<void> => {
    bare.exec('BEGIN IMMEDIATE');
    insert.run('s', bytes);
    bare.exec('COMMIT');
    return Promise.resolve();
  };
  for (const clients of [1, 64]) await compare('the embedded store', store, transaction, clients);
  bare.close();
  rmSync(folder, { recursive: true });
  await close();
}

async function inRedis(): Promise<void> {
  const server = await OwnRedis.start();
  const store = await openSite(server, 'bench');
  const client = new Redis(server.url);
  const library = `#!lua name=bare\nredis.register_function('bare', function(keys, args)\n  return redis.call('SET', keys[1], args[1])\nend)`;
  await client.function('LOAD', 'REPLACE', library);
  const call = async (bytes: string): Promise<void> => {
    await client.fcall('bare', 1, 'key', bytes);
  };
  for (const clients of [1, 64]) await compare('Redis', store, call, clients);
  client.disconnect();
  await store.close();
  await server.stop();
}

async function compare(
  name: string,
  store: Store,
  bare: (bytes: string) => Promise<void>,
  clients: number,
): Promise<void> {
  const sessions = Array.from({ length: clients }, (_, index) => ({ id: `${clients}-${index}`, seq: 0 }));
  for (const { id } of sessions) await store.sessions.start({ row: rowOf(id), events: [] });
  const commits = (): Promise<number> =>
    perSecond(sessions, async (session) => {
      const result = await store.sessions.commit(stepOf(session.id, session.seq++));
      if (result !== 'committed') throw new Error(`a commit had the result ${result}`);
    });
  const bytes = JSON.stringify(stepOf('s', 1));
  const comparison = await alternate(
    { name: 'a step committed', run: commits },
    { name: 'the same bytes, bare', run: () => perSecond(sessions, () => bare(bytes)) },
  );
  judge(`Commits of ${name}, ${clients} at a time`, comparison, BAR);
}

async function perSecond<Client>(clients: Client[], act: (client: Client) => Promise<void>): Promise<number> {
  let done = 0;
  const until = performance.now() + SECONDS * 1000;
  const loop = async (client: Client): Promise<void> => {
    while (performance.now() < until) {
      await act(client);
      done++;
    }
  };
  await Promise.all(clients.map(loop));
  return done / SECONDS;
}

function rowOf(id: string): Parameters<Store['sessions']['start']>[0]['row'] {
  return {
    ...{ id, seq: 0, status: 'running', strategy: 'callback', setHash: 'set', chartHash: 'chart' },
    ...{ callbackId: null, interactionId: null, params: {}, snapshot: null, startedAt: 0, finishedAt: null },
  };
}

function stepOf(sessionId: string, expectedSeq: number): StepCommit {
  const event: SessionEvent = {
    id: `${sessionId}-${expectedSeq}`,
    name: 'queue.submit.done',
    data: { agent: '1001' },
  };
  const journal = { sessionId, seq: expectedSeq + 1, at: 0, engineVersion: '1', event, inputs: { seed: 1 } };
  return {
    ...{ sessionId, expectedSeq, status: 'running', finishedAt: null, snapshot: SNAPSHOT, completes: [] },
    journal: { ...journal, trace: [{ kind: 'enter', state: 'Dialling' }], actions: [] },
    ...{ timers: { set: [], clear: [] }, actions: [], callback: null, interactions: [], deliveries: [] },
  };
}
