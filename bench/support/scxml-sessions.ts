// One side of bench/scxml.ts in a process of its own, so that its memory can be told from the other's: so many
// sessions of a chart, which take events in turn.
import { createRequire } from 'node:module';

import { ChartHost } from '../../src/scxml/chart-host.ts';
import type { EngineEvent, Snapshot } from '../../src/scxml/step.ts';
import { noModules } from './ring.ts';

/** What the process is told on its start. */
export interface SessionsOrder {
  engine: 'ringback' | 'scion';
  text: string;
  sessions: number;
}

/** The little of SCION, whose types do not cover it, that is used here. */
interface Scion {
  documentStringToModel(
    url: string,
    document: string,
    done: (
      error: Error | null,
      model: { prepare(done: (error: Error | null, prepared: unknown) => void): void },
    ) => void,
  ): void;
  core: {
    Statechart: new (prepared: unknown) => {
      start(): void;
      gen(event: { name: string; data: unknown }): void;
    };
  };
}

const order = JSON.parse(process.argv[2] ?? '') as SessionsOrder;
const before = memory();
const take = order.engine === 'ringback' ? await ringback(order) : await scion(order);
process.send?.({ bytes: memory() - before });

let next = 0;
process.on('message', (seconds: number) => {
  const begun = performance.now();
  let done = 0;
  while (performance.now() - begun < seconds * 1000) {
    for (let count = 0; count < 100; count++) take(next++ % order.sessions);
    done += 100;
  }
  process.send?.({ perSecond: (done * 1000) / (performance.now() - begun) });
});
process.on('disconnect', () => process.exit());

function memory(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss;
}

/** Between two events a session is the text of its snapshot, as it stands in a store. */
async function ringback({ text, sessions }: SessionsOrder): Promise<(index: number) => void> {
  const host = await ChartHost.create();
  host.load({ key: 'ring', text, registry: noModules });
  const snapshots: string[] = [];
  const step = (index: number, event: EngineEvent | null): void => {
    const text = snapshots[index];
    const snapshot = text === undefined ? null : (JSON.parse(text) as Snapshot);
    const inputs = { sessionId: `session-${index}`, seq: 1, now: 0, seed: 1, params: {}, reads: {} };
    const outcome = host.step('ring', { snapshot, event, inputs });
    if (outcome.kind !== 'stepped') throw new Error('the ring reads nothing');
    snapshots[index] = JSON.stringify(outcome.snapshot);
  };
  for (let index = 0; index < sessions; index++) step(index, null);
  return (index) => step(index, { name: 'next', data: null });
}

/** A model a session: two sessions of one model would share their data. */
async function scion({ text, sessions }: SessionsOrder): Promise<(index: number) => void> {
  const { documentStringToModel, core } = createRequire(import.meta.url)('@scion-scxml/scxml') as Scion;
  const all: InstanceType<Scion['core']['Statechart']>[] = [];
  await new Promise<void>((resolve, reject) => {
    documentStringToModel('ring.scxml', text, (error, model) => {
      if (error) return reject(error);
      const more = (failed: Error | null, prepared: unknown): void => {
        if (failed) return reject(failed);
        const session = new core.Statechart(prepared);
        session.start();
        if (all.push(session) < sessions) model.prepare(more);
        else resolve();
      };
      model.prepare(more);
    });
  });
  return (index) => all[index]?.gen({ name: 'next', data: null });
}
