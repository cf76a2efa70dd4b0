import { afterEach, describe, expect, test } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { WorkerPool } from '../../src/sandbox/worker-pool.ts';

const program = new URL('./worker-program.ts', import.meta.url);
const pools: WorkerPool[] = [];

function aPool(parts: Partial<ConstructorParameters<typeof WorkerPool>[0]> = {}): WorkerPool {
  const pool = new WorkerPool({ program, threads: 1, clock: new VirtualClock(), limitMs: 1000, ...parts });
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

test('requests are answered in their order, each with its own answer', async () => {
  const lane = aPool().laneOf('a');
  const values = await Promise.all([1, 2, 3].map((number) => lane.call({ script: `return ${number} * 2` })));
  expect(values).toEqual([
    { served: 1, value: 2 },
    { served: 2, value: 4 },
    { served: 3, value: 6 },
  ]);
});

test('a key keeps its lane, and keys spread over the lanes', () => {
  const pool = aPool({ threads: 2 });
  const lanes = new Set(Array.from({ length: 50 }, (_, at) => pool.laneOf(`session ${at}`)));
  expect(lanes.size).toBe(2);
  expect(pool.laneOf('one')).toBe(pool.laneOf('one'));
});

describe('what goes wrong in a request', () => {
  test('a limit is told as one, and the worker goes on', async () => {
    const lane = aPool().laneOf('a');
    await expect(lane.call({ script: 'while (true) {}' })).rejects.toMatchObject({
      code: 'SCRIPT_LIMIT',
      details: { limit: '500 interrupts' },
    });
    expect(await lane.call({})).toEqual({ served: 2 });
  });

  test('any other error comes with its message', async () => {
    await expect(aPool().laneOf('a').call({ script: 'return missing' })).rejects.toThrow(
      "'missing' is not defined",
    );
  });

  test('a thread that dies fails what it was doing; what waited is done by the next', async () => {
    const lane = aPool().laneOf('a');
    const [died, waited] = await Promise.allSettled([lane.call({ die: true }), lane.call({})]);
    expect(died).toMatchObject({ status: 'rejected', reason: { code: 'SCRIPT_LIMIT' } });
    expect(waited).toEqual({ status: 'fulfilled', value: { served: 1 } });
  });

  test('a thread whose program does not start fails its requests at once', async () => {
    const lane = aPool({ program: new URL('./no-such-program.ts', import.meta.url) }).laneOf('a');
    await expect(lane.call({})).rejects.toThrow();
    await expect(lane.call({})).rejects.toThrow();
  });
});

/** Time that passes inside of built-in functions is not counted. */
const uncounted = 'const all = []; while (true) all.push(new Array(1000).fill(0))';

describe('the watchdog', () => {
  test('ends a request that does not come back, and only that one', async () => {
    const clock = new VirtualClock();
    const lane = aPool({ clock, limitMs: 1000 }).laneOf('a');
    await lane.call({});
    const hanging = lane.call({ script: uncounted });
    const waiting = lane.call({});
    const outcome = expect(hanging).rejects.toMatchObject({
      code: 'SCRIPT_LIMIT',
      details: { limit: '1000 ms' },
    });
    await clock.advance(1000);
    await outcome;
    expect(await waiting).toEqual({ served: 1 });
  });

  test('ends it in real time too', async () => {
    const lane = aPool({ clock: systemClock, limitMs: 50 }).laneOf('a');
    await expect(lane.call({ script: uncounted })).rejects.toMatchObject({ details: { limit: '50 ms' } });
  });

  test('does not count the time a request waits for its turn or for its worker', async () => {
    const clock = new VirtualClock();
    const lane = aPool({ clock, limitMs: 1000 }).laneOf('a');
    const first = lane.call({});
    await clock.advance(5000);
    expect(await first).toEqual({ served: 1 });
    await clock.advance(5000);
    expect(await lane.call({})).toEqual({ served: 2 });
  });
});

test('a pool that is closed answers nothing any more', async () => {
  const pool = aPool();
  const lane = pool.laneOf('a');
  const pending = expect(lane.call({ script: uncounted })).rejects.toMatchObject({ code: 'INTERNAL' });
  await pool.close();
  await pending;
  await expect(lane.call({})).rejects.toMatchObject({ code: 'INTERNAL' });
});
