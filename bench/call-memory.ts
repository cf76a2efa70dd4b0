// What 10,000 callbacks leave behind in the memory of a Ringback that dials them on the simulated switch (in a process
// of its own): after the first 2,000, when everything has been used once, it has to stay where it is. The process may
// grow while the heaps do not: a thread gives memory that it does not use back late, or not at all (`taken`).
import type { Worker } from 'node:worker_threads';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { createCallback } from '../src/app/create-callback.ts';
import { pause } from './support/bench-switch.ts';
import { openCrowd } from './support/crowd.ts';
import { startProduct } from './support/product.ts';

const CALLS = 10_000;
const A_LEG = 2_000;
const AT_A_TIME = 40;
/** Of the heap after the first leg. */
const BAR = 1.1;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const threads: Worker[] = [];
process.on('worker', (thread) => threads.push(thread));
const crowd = await openCrowd();
const { ringback, store, close } = await startProduct(crowd, {
  ...{ _wait_for_agent: false, _max_dial_attempts: 1, _cpd_enable: false },
});

const heaps: number[] = [];
console.log('Memory while callbacks are carried out on the simulated switch');
for (let done = 0; done < CALLS; done += A_LEG) {
  await carryOut(done, done + A_LEG);
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  heaps.push(heapUsed);
  console.log(`  after ${String(done + A_LEG).padStart(6)}: heap ${shown(heapUsed)}, process ${shown(rss)}
                of which threads use ${await inThreads('used_heap_size')}, taken ${await inThreads('total_heap_size')}`);
}
const growth = (heaps.at(-1) ?? NaN) / (heaps[0] ?? NaN);
const kept = growth <= BAR;
console.log(`  the heap grew ${growth.toFixed(2)} times, bar ${BAR}: ${kept ? 'kept' : 'MISSED'}\n`);
if (!kept) process.exitCode = 1;
await close();
crowd.close();
process.exit();

/** So many at a time, each of another customer. */
async function carryOut(from: number, to: number): Promise<void> {
  for (let index = from; index < to; index++) {
    while (index - (await completed()) >= AT_A_TIME) await pause(5);
    const _customer_number = `+1202556${String(index).padStart(4, '0')}`;
    const request = { service: 'classic', id: null, kvps: {}, parameters: { _customer_number } };
    await createCallback(ringback.app, request);
  }
  while ((await completed()) < to) await pause(20);
}

async function completed(): Promise<number> {
  const counts = await store.callbacks.counts();
  return counts.reduce((sum, { state, count }) => (state === 'COMPLETED' ? sum + count : sum), 0);
}

/** Of all worker threads together. */
async function inThreads(what: 'used_heap_size' | 'total_heap_size'): Promise<string> {
  const alive = threads.filter(({ threadId }) => threadId >= 0);
  const heaps = await Promise.all(alive.map((thread) => thread.getHeapStatistics()));
  return shown(heaps.reduce((sum, heap) => sum + heap[what], 0));
}

function shown(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
