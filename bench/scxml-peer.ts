// Events a second through a ring of states: our engine, where each is a pure step from a snapshot to a snapshot with
// scripts in QuickJS, beside SCION, which changes a session in place and runs scripts in the process.
import { createRequire } from 'node:module';

import { messageOf } from '../src/core/errors.ts';
import { ChartHost } from '../src/scxml/chart-host.ts';
import type { EngineEvent, Snapshot } from '../src/scxml/step.ts';
import { alternate } from './support/alternate.ts';
import { judge } from './support/judge.ts';

/** The little of SCION, whose types do not cover it, that is used here. */
interface Scion {
  documentStringToModel(
    url: string,
    document: string,
    done: (error: Error | null, model: { prepare(done: PreparedScion): void }) => void,
  ): void;
  core: {
    Statechart: new (prepared: unknown) => {
      start(): void;
      gen(event: { name: string; data: unknown }): void;
    };
  };
}
type PreparedScion = (error: Error | null, prepared: unknown) => void;

const STATES = 10;
const SECONDS = 0.3;

const states = Array.from({ length: STATES }, (_, index) => {
  const next = `<transition event="next" target="s${(index + 1) % STATES}"><assign location="count" expr="count + 1"/></transition>`;
  return `<state id="s${index}">${next}</state>`;
});
const ring = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript" initial="s0">
  <datamodel><data id="count" expr="0"/></datamodel>
  ${states.join('\n  ')}
</scxml>`;

await scxmlPackage();
const ours = await ringback();
const theirs = await scion();
const comparison = await alternate(
  { name: 'Ringback, snapshot to snapshot', run: () => perSecond(ours) },
  { name: '@scion-scxml/scxml, in place', run: () => perSecond(theirs) },
);
judge('Statechart events', comparison, null);

async function ringback(): Promise<() => void> {
  const host = await ChartHost.create();
  host.load({ key: 'ring', text: ring, registry: { modules: [], functions: {}, constants: {} } });
  let [snapshot, seq]: [Snapshot | null, number] = [null, 0];
  const step = (event: EngineEvent | null): void => {
    const inputs = { sessionId: 'ring', seq: ++seq, now: seq, seed: 1, params: {}, reads: {} };
    const outcome = host.step('ring', { snapshot, event, inputs });
    if (outcome.kind !== 'stepped') throw new Error('the ring reads nothing');
    snapshot = outcome.snapshot;
  };
  step(null);
  return () => step({ name: 'next', data: null });
}

async function scion(): Promise<() => void> {
  const { documentStringToModel, core } = createRequire(import.meta.url)('@scion-scxml/scxml') as Scion;
  const session = await new Promise<InstanceType<Scion['core']['Statechart']>>((resolve, reject) => {
    documentStringToModel('ring.scxml', ring, (error, model) => {
      if (error) return reject(error);
      model.prepare((failed, prepared) => (failed ? reject(failed) : resolve(new core.Statechart(prepared))));
    });
  });
  session.start();
  return () => session.gen({ name: 'next', data: null });
}

function perSecond(step: () => void): Promise<number> {
  const begun = performance.now();
  let done = 0;
  while (performance.now() - begun < SECONDS * 1000) {
    step();
    done++;
  }
  return Promise.resolve((done * 1000) / (performance.now() - begun));
}

/** The package that carries the standard's name cannot be measured: it says itself why. */
async function scxmlPackage(): Promise<void> {
  const name = 'scxml';
  try {
    await import(name);
    console.log('npm scxml: loads; it was a browser bundle without an entry point when this was written');
  } catch (error) {
    console.log(`npm scxml: does not load (${messageOf(error).split('\n')[0] ?? ''})`);
  }
}
