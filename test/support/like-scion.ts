import fc from 'fast-check';
import { expect } from 'vitest';

import { ChartHost } from '../../src/scxml/chart-host.ts';
import { ChartSession } from './chart-session.ts';
import { randomChart, randomEvents } from './random-chart.ts';
import { scionSession } from './scion.ts';

/** Random charts and events: after each event our engine and SCION are in the same states. */
export async function likeScion(numRuns: number, seed: number): Promise<void> {
  console.log(`charts beside SCION: ${numRuns} runs, seed ${seed}`);
  const host = await ChartHost.create();
  await fc.assert(
    fc.asyncProperty(randomChart, randomEvents, async (text, events) => {
      const theirs = await scionSession(text);
      const ours = await ChartSession.started(text, { host });
      expect(ours.leaves.toSorted()).toEqual(theirs.start().toSorted());
      for (const [name, data] of events)
        expect(ours.send(name, data).leaves.toSorted()).toEqual(theirs.gen({ name, data }).toSorted());
    }),
    { numRuns, seed },
  );
}

/** Random charts and events: each step, repeated where nothing has run before, gives the same bytes. */
export async function repeatable(numRuns: number, seed: number): Promise<void> {
  console.log(`repeated steps: ${numRuns} runs, seed ${seed}`);
  const used = await ChartHost.create();
  await fc.assert(
    fc.asyncProperty(randomChart, randomEvents, async (text, events) => {
      const session = await ChartSession.of(text, { host: used });
      const outcomes = [session.step(null), ...events.map(([name, data]) => session.step({ name, data }))];
      const fresh = await ChartSession.of(text, { host: await ChartHost.create() });
      for (const [index, request] of session.requests.entries())
        expect(JSON.stringify(fresh.repeat(request))).toBe(JSON.stringify(outcomes[index]));
    }),
    { numRuns, seed },
  );
}
