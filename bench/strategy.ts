// Durable events through the engine (made durable, stepped, committed) beside the bare store, which is asked to keep the
// same bytes: the event in the inbox, then the commit of the step. Then how long the journal of a session of 1,000
// entries takes to be shown, beside the bare reading of it.
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { contentHash } from '../src/core/ids.ts';
import type { StepCommit } from '../src/store/sessions.ts';
import { alternate } from './support/alternate.ts';
import { judge } from './support/judge.ts';
import { startRingback } from './support/ringback.ts';

const BAR = 0.25;
/** A story and a chart open in the time of one request: that of their journal. */
const IN_ONE_REQUEST = 0.7;
const SESSIONS = 64;
const EVENTS = 10;
const LONG = 1_000;

const { ringback, store, url, close } = await startRingback('logged-out');
const { engine } = ringback;
const shipped = await store.sets.get((await store.sets.active()) ?? '');
const files = {
  ...shipped?.files,
  'dialogs/turns.scxml': `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript" initial="a">
    <datamodel><data id="count" expr="0"/><data id="kept" expr="'${'x'.repeat(1000)}'"/></datamodel>
    <state id="a"><transition event="turn" target="b"><assign location="count" expr="count + 1"/></transition></state>
    <state id="b"><transition event="turn" target="a"><assign location="count" expr="count + 1"/></transition></state></scxml>`,
};
const setHash = contentHash(JSON.stringify(files));
await store.sets.publish({ hash: setHash, publishedAt: 0, files });

async function start(id: string): Promise<void> {
  const none = {
    callbackId: null,
    interactionId: null,
    params: {},
    snapshot: null,
    chartHash: '',
    finishedAt: null,
  };
  const row = { ...none, id, seq: 0, status: 'running' as const, strategy: 'turns', setHash, startedAt: 0 };
  await store.sessions.start({ events: [], row });
}

async function reached(id: string, seq: number): Promise<void> {
  while (((await store.sessions.get(id))?.seq ?? 0) < seq)
    await new Promise((resolve) => setImmediate(resolve));
}

let delivered = 0;
const turn = (): { id: string; name: string; data: { agent: string } } => ({
  id: `turn-${delivered++}`,
  name: 'turn',
  data: { agent: '1001' },
});

const stepped = Array.from({ length: SESSIONS }, (_, index) => ({ id: `stepped-${index}`, seq: 1 }));
const bare = Array.from({ length: SESSIONS }, (_, index) => ({ id: `bare-${index}`, seq: 0 }));
for (const { id } of [...stepped, ...bare]) await start(id);
engine.wake(stepped.map(({ id }) => id));
for (const { id } of stepped) await reached(id, 1);

/** The commit that the engine made of the newest step of a session, for another one. */
async function sampleCommit(): Promise<StepCommit> {
  const [session] = stepped;
  if (!session) throw new Error('there is no session');
  const { id } = session;
  await engine.deliver(id, turn());
  await reached(id, ++session.seq);
  const row = await store.sessions.get(id);
  const journal = (await store.sessions.journal(id)).at(-1);
  if (!row || row.status === 'planned' || !journal) throw new Error('there was no step');
  const nothing = { actions: [], completes: [], callback: null, interactions: [], deliveries: [], facts: [] };
  const kept = { status: row.status, finishedAt: null, snapshot: row.snapshot ?? '', journal };
  return { ...nothing, ...kept, sessionId: id, expectedSeq: 0, timers: { set: [], clear: [] } };
}
const sample = await sampleCommit();

/** Each client does this so many times, one after the other; how many times a second all of them together. */
async function rate<Client>(clients: Client[], act: (client: Client) => Promise<void>): Promise<number> {
  const began = performance.now();
  const all = clients.map(async (client) => {
    for (let count = 0; count < EVENTS; count++) await act(client);
  });
  await Promise.all(all);
  return (clients.length * EVENTS * 1000) / (performance.now() - began);
}

const ours = {
  name: 'deliver, step, commit',
  run: async () => {
    const began = performance.now();
    await rate(stepped, async (session) => {
      session.seq++;
      await engine.deliver(session.id, turn());
    });
    for (const { id, seq } of stepped) await reached(id, seq);
    return (SESSIONS * EVENTS * 1000) / (performance.now() - began);
  },
};
const peer = {
  name: 'the store alone, the same bytes',
  run: () =>
    rate(bare, async (session) => {
      const event = turn();
      await store.sessions.post([{ sessionId: session.id, event }]);
      const journal = { ...sample.journal, sessionId: session.id, seq: session.seq + 1, event };
      const result = await store.sessions.commit({
        ...sample,
        sessionId: session.id,
        expectedSeq: session.seq++,
        journal,
      });
      if (result !== 'committed') throw new Error(`a commit had the result ${result}`);
    }),
};
const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();
judge(`Durable events of ${SESSIONS} sessions`, await alternate(ours, peer), BAR);
delays.disable();
const lag = [delays.percentile(99), delays.max].map((ns) => (ns / 1e6).toFixed(1));
console.log(`  lag of the main loop meanwhile: 99 % under ${lag[0]} ms, worst ${lag[1]} ms\n`);

await start('long');
engine.wake(['long']);
for (let count = 1; count < LONG; count++) await engine.deliver('long', turn());
await reached('long', LONG);

/** How often a second a page of the server is answered. */
const asking = (name: string, path: string): { name: string; run: () => Promise<number> } => ({
  name,
  run: async () => {
    const began = performance.now();
    const answer = await fetch(new URL(path, url));
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    await answer.text();
    return 1000 / (performance.now() - began);
  },
});
const journal = asking(`the journal of ${LONG} entries, as it is`, '/api/v1/recordings/long');
judge(
  `ringback show, ${LONG} entries`,
  await alternate(asking('the story', '/api/v1/stories/long'), journal),
  IN_ONE_REQUEST,
);
judge(
  `The chart of ${LONG} entries`,
  await alternate(asking('the page', '/callbacks/long'), journal),
  IN_ONE_REQUEST,
);
await close();
