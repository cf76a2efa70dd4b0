import { afterEach, describe, expect, test } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { FairPool } from '../../src/sandbox/fair-pool.ts';
import type { WorkerLane } from '../../src/sandbox/worker-lane.ts';

const program = new URL('./worker-program.ts', import.meta.url);
const pools: FairPool[] = [];

/** The requests of one owner that is never in anybody's way. */
function calls(pool: FairPool): Pick<WorkerLane, 'call'> {
  return { call: (request) => pool.call({ key: 'a', owner: 'a', once: false }, request) };
}

function aPool(parts: Partial<ConstructorParameters<typeof FairPool>[0]> = {}): FairPool {
  const pool = new FairPool({ program, threads: 1, clock: new VirtualClock(), limitMs: 1000, ...parts });
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

test('requests are answered in their order, each with its own answer', async () => {
  const lane = calls(aPool());
  const values = await Promise.all([1, 2, 3].map((number) => lane.call({ script: `return ${number} * 2` })));
  expect(values).toEqual([
    { served: 1, value: 2 },
    { served: 2, value: 4 },
    { served: 3, value: 6 },
  ]);
});

test('a key keeps its lane, and keys spread over the lanes', async () => {
  const pool = aPool({ threads: 2 });
  const ask = async (key: string): Promise<number> =>
    ((await pool.call({ key, owner: key, once: false }, {})) as { served: number }).served;
  const served = await Promise.all(Array.from({ length: 50 }, (_, at) => ask(`session ${at}`)));
  expect(Math.max(...served)).toBeLessThan(50);
  expect(await ask('session 0')).toBeLessThan(await ask('session 0'));
});

describe('what goes wrong in a request', () => {
  test('a limit is told as one, and the worker goes on', async () => {
    const lane = calls(aPool());
    await expect(lane.call({ script: 'while (true) {}' })).rejects.toMatchObject({
      code: 'SCRIPT_LIMIT',
      details: { limit: '500 interrupts' },
    });
    expect(await lane.call({})).toEqual({ served: 2 });
  });

  test('any other error comes with its message', async () => {
    await expect(calls(aPool()).call({ script: 'return missing' })).rejects.toThrow(
      "'missing' is not defined",
    );
  });

  test('a thread that dies fails what it was doing; what waited is done by the next', async () => {
    const lane = calls(aPool());
    const [died, waited] = await Promise.allSettled([lane.call({ die: true }), lane.call({})]);
    expect(died).toMatchObject({ status: 'rejected', reason: { code: 'SCRIPT_LIMIT' } });
    expect(waited).toEqual({ status: 'fulfilled', value: { served: 1 } });
  });

  test('of several that a thread had when it died only the one it was doing fails', async () => {
    const lane = calls(aPool());
    await lane.call({});
    const requests = [{}, { die: true }, {}, {}, {}, {}];
    const outcomes = await Promise.allSettled(requests.map((request) => lane.call(request)));
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([
      true,
      false,
      true,
      true,
      true,
      true,
    ]);
  });

  test('a thread whose program does not start fails its requests at once', async () => {
    const lane = calls(aPool({ program: new URL('./no-such-program.ts', import.meta.url) }));
    await expect(lane.call({})).rejects.toThrow();
    await expect(lane.call({})).rejects.toThrow();
  });
});

/** Time that passes inside of built-in functions is not counted. */
const uncounted = 'const all = []; while (true) all.push(new Array(1000).fill(0))';

describe('the watchdog', () => {
  test('ends a request that does not come back, and only that one', async () => {
    const clock = new VirtualClock();
    const lane = calls(aPool({ clock, limitMs: 1000 }));
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
    const lane = calls(aPool({ clock: systemClock, limitMs: 50 }));
    await expect(lane.call({ script: uncounted })).rejects.toMatchObject({ details: { limit: '50 ms' } });
  });

  test('does not count the time a request waits for its turn or for its worker', async () => {
    const clock = new VirtualClock();
    const lane = calls(aPool({ clock, limitMs: 1000 }));
    const first = lane.call({});
    await clock.advance(5000);
    expect(await first).toEqual({ served: 1 });
    await clock.advance(5000);
    expect(await lane.call({})).toEqual({ served: 2 });
  });
});

test('a pool that is closed answers nothing any more', async () => {
  const pool = aPool();
  const lane = calls(pool);
  const pending = expect(lane.call({ script: uncounted })).rejects.toMatchObject({ code: 'INTERNAL' });
  await pool.close();
  await pending;
  await expect(lane.call({})).rejects.toMatchObject({ code: 'INTERNAL' });
});

describe('an owner that holds up others', () => {
  const hostile = { key: 'a', owner: 'hostile', once: false };
  const good = { key: 'a', owner: 'good', once: false };

  /** One request that is cut off. */
  async function cutOff(pool: FairPool, clock: VirtualClock): Promise<void> {
    await pool.call(good, {});
    const hanging = pool.call(hostile, { script: uncounted }).catch(() => null);
    await clock.advance(1000);
    await hanging;
  }

  test('is out of their way from the first time it had to be cut off; what of it waited goes along', async () => {
    const told: object[] = [];
    const log = { ...silentLogger, warn: (fields: object) => told.push(fields) };
    const pool = aPool({ clock: systemClock, limitMs: 500, log });
    await pool.call(good, {});
    const order: string[] = [];
    const hanging = Array.from({ length: 3 }, () =>
      pool.call(hostile, { script: uncounted }).catch(() => order.push('cut off')),
    );
    const waiting = [1, 2].map(() => pool.call(good, {}).then(() => order.push('good')));
    await Promise.all([...hanging, ...waiting]);
    expect(order).toEqual(['cut off', 'good', 'good', 'cut off', 'cut off']);
    expect(told).toEqual([{ owner: 'hostile', ms: 'cut off' }]);
  });

  test('is answered all the same, in a lane of which others see nothing', async () => {
    const clock = new VirtualClock();
    const pool = aPool({ clock });
    await cutOff(pool, clock);
    expect(await pool.call(hostile, { script: 'return 5' })).toEqual({ served: 1, value: 5 });
    expect(await pool.call(hostile, { script: 'return 5' })).toEqual({ served: 2, value: 5 });
    expect(await pool.call(good, {})).toEqual({ served: 1 });
  });

  test('is as any other when it has been quiet for long enough', async () => {
    const clock = new VirtualClock();
    const pool = aPool({ clock });
    await cutOff(pool, clock);
    expect(await pool.call(good, {})).toEqual({ served: 1 });
    await clock.advance(10 * 60_000);
    expect(await pool.call(hostile, {})).toEqual({ served: 2 });
  });
});
