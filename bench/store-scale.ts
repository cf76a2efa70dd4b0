// What many records cost: a step committed, an action claimed, a page of callbacks read, in stores with 1,000 and 100,000
// callbacks, sessions, timers and actions each, side by side; and how long the largest takes to open and to find what a
// start needs. `node bench/store-scale.ts 1000,100000,1000000` takes several minutes to fill them.
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';

import { seededRandom } from '../src/core/random.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../src/store/store.ts';
import { OwnRedis, openSite } from '../test/support/own-redis.ts';
import { alternate, type Side } from './support/alternate.ts';
import { stepOf } from './support/commits.ts';
import { addClaimable, BEGAN, fillStore, numberOf } from './support/fill-store.ts';
import { judge } from './support/judge.ts';

/** A record more may not make any of it 1.2 times as dear. */
const BAR = 1 / 1.2;
const chance = seededRandom(1);
const CLIENTS = Array.from({ length: 16 }, (_, index) => index);
const CLAIMS = 80_000;
/** What each client does in one slice: changes are not to make the small store a large one. */
const CHANGES = 60;
const READS = 400;
const MEGABYTE = 1024 * 1024;
const REWRITING = /aof_rewrite_(in_progress|scheduled):1/;
const sizes = (process.argv[2] ?? '1000,100000').split(',').map(Number);

interface Place {
  name: string;
  open(records: number): Promise<Store>;
  /** Resolves once nothing of the filling goes on behind it, and what is stored is in memory. */
  settled(): Promise<void>;
  done(): Promise<void>;
}

interface Filled {
  store: Store;
  records: number;
  /** Sequence numbers of sessions that were stepped. */
  stepped: Map<number, number>;
  claimed: number;
}

type Act = (filled: Filled) => Promise<void>;

const changes: Record<string, Act> = {
  'a step committed': async ({ store, records, stepped }) => {
    const no = somewhere(records);
    const seq = stepped.get(no) ?? 1;
    stepped.set(no, seq + 1);
    const result = await store.sessions.commit(stepOf(`session-${no}`, seq));
    if (result !== 'committed') throw new Error(`a commit had the result ${result}`);
  },
  'an action claimed': async (filled) => {
    const actionId = `open-${filled.claimed++}`;
    const result = await filled.store.outbox.claim({ actionId, node: 'bench', at: BEGAN, callback: null });
    if (result !== 'claimed') throw new Error(`a claim had the result ${result}`);
  },
};

const reads: Record<string, Act> = {
  'a page of a service': async ({ store }) => {
    await store.callbacks.find({ service: 'service-3', states: ['SCHEDULED'], limit: 20 });
  },
  'the callbacks of a number': async ({ store, records }) => {
    const customerNumber = numberOf(somewhere(records));
    await store.callbacks.find({ customerNumber, limit: 20 });
  },
  'what is due': async ({ store }) => {
    await store.sessions.timersDue(BEGAN, 100);
  },
};

await measure(embedded());
if (spawnSync('redis-server', ['--version']).status === 0) await measure(await inRedis());
else console.log('redis-server is not installed: nothing is measured there\n');

async function measure(place: Place): Promise<void> {
  const filled: Filled[] = [];
  for (const records of sizes) {
    const began = performance.now();
    const store = await place.open(records);
    await fillStore(store, records);
    await addClaimable(store, 'open', CLAIMS);
    console.log(`${place.name}: ${shown(records)} of each kind put in within ${seconds(began)}`);
    filled.push({ store, records, stepped: new Map(), claimed: 0 });
  }
  const [least, ...more] = filled;
  if (!least) return;
  for (const [name, act] of Object.entries({ ...changes, ...reads }))
    for (const other of more) {
      await place.settled();
      const times = name in changes ? CHANGES : READS;
      const comparison = await alternate(sideOf(other, act, times), sideOf(least, act, times));
      judge(
        `${place.name}, ${name}: ${shown(other.records)} beside ${shown(least.records)}`,
        comparison,
        BAR,
      );
    }
  for (const { store } of filled) await store.close();
  await start(place, sizes.at(-1) ?? 0);
  await place.done();
}

/** What a server asks for before it serves. */
async function start(place: Place, records: number): Promise<void> {
  const began = performance.now();
  const store = await place.open(records);
  await store.outbox.open();
  const waiting = await store.sessions.waiting();
  await store.routing.load();
  await store.sessions.timersDue(BEGAN, 100);
  console.log(
    `${place.name}: opened with ${shown(records)} pending, ${waiting.length} to step, in ${seconds(began)}\n`,
  );
  await store.close();
}

function sideOf(filled: Filled, act: Act, times: number): Side {
  return {
    name: `with ${shown(filled.records)}`,
    run: async () => {
      const began = performance.now();
      await Promise.all(CLIENTS.map(() => repeated(times, () => act(filled))));
      return (CLIENTS.length * times * 1000) / (performance.now() - began);
    },
  };
}

async function repeated(times: number, act: () => Promise<void>): Promise<void> {
  for (let count = 0; count < times; count++) await act();
}

function embedded(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-'));
  return {
    name: 'The embedded store',
    open: (records) => openSqliteStore({ path: join(folder, `${records}.sqlite`), threads: true }),
    // A system may take from memory what nobody has asked for in half a minute; the disk is not what is measured.
    settled: async () => {
      for (const name of await readdir(folder))
        await finished(createReadStream(join(folder, name), { highWaterMark: MEGABYTE }).resume());
    },
    done: () => rm(folder, { recursive: true }),
  };
}

async function inRedis(): Promise<Place> {
  const server = await OwnRedis.start();
  return {
    name: 'Redis',
    open: (records) => openSite(server, `with-${records}`),
    // The log is rewritten whenever it has doubled, by a process that shares the memory with the server until then.
    settled: async () => {
      while (REWRITING.test(String(await server.command('INFO', 'persistence')))) await setTimeout(1000);
    },
    done: () => server.stop(),
  };
}

/** A record of as many, a different one each time. */
function somewhere(records: number): number {
  return Math.floor(chance.next() * records);
}

function seconds(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

function shown(count: number): string {
  return count.toLocaleString('en-US');
}
