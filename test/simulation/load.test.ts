import { expect, test } from 'vitest';

import { startLoad } from '../../src/simulation/load.ts';
import { newScene, stage, type Stage } from './phone-world.ts';

function crowd(waiting = 3): {
  callers: Stage[];
  numbers: string[];
  stop: () => void;
  advance: (ms: number) => Promise<void>;
} {
  const { scene, clock } = newScene();
  const callers: Stage[] = [];
  const numbers: string[] = [];
  const load = startLoad(scene, {
    waiting,
    patienceMs: 60_000,
    routingPoint: '8000',
    ring(person, call) {
      numbers.push(call.from);
      callers.push(stage(clock, person, 'caller'));
    },
  });
  return { callers, numbers, stop: () => load.stop(), advance: (ms) => clock.advance(ms) };
}

const HUNG_UP = { kind: 'hung-up', cause: 'NORMAL_CLEARING' } as const;

test('as many callers as configured ring in, each from a number of their own', async () => {
  const { callers, numbers, advance } = crowd();
  await advance(5000);
  expect(callers).toHaveLength(3);
  expect(new Set(numbers).size).toBe(3);
});

test('a caller who is offered a callback keeps waiting', async () => {
  const { callers, advance } = crowd(1);
  await advance(100);
  await callers[0]?.hear('For a callback press 1, to keep waiting press 2.');
  await callers[0]?.hear('For a callback press 1, to keep waiting press 2.');
  expect(callers[0]?.acts).toEqual(['press 2', 'press 2']);
});

test('patience ends, a quarter sooner or later, and another caller takes the place', async () => {
  const { callers, advance } = crowd(1);
  await advance(44_000);
  expect(callers[0]?.acts).toEqual([]);
  await advance(32_000);
  expect(callers[0]?.acts).toEqual(['hang up']);
  callers[0]?.perceive(HUNG_UP);
  await advance(2000);
  expect(callers).toHaveLength(2);
});

test('one who talks with an agent waits no longer: replaced at once, and patient until the end', async () => {
  const { callers, advance } = crowd(1);
  await advance(100);
  callers[0]?.perceive({ kind: 'joined' });
  await advance(2000);
  expect(callers).toHaveLength(2);
  await advance(30_000);
  callers[0]?.perceive(HUNG_UP);
  await advance(2000);
  expect(callers).toHaveLength(2);
  await advance(50_000);
  expect(callers[0]?.acts).toEqual([]);
});

test('when the load is stopped those who wait hang up and nobody follows', async () => {
  const { callers, stop, advance } = crowd(2);
  await advance(1000);
  stop();
  for (const caller of callers) caller.perceive(HUNG_UP);
  await advance(5000);
  expect(callers.map((caller) => caller.acts)).toEqual([['hang up'], ['hang up']]);
});
