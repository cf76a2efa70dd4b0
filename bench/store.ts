// One step of a session, committed by the embedded store, beside the bare engine (support/bare-engine.ts), which writes
// the same rows without comparing anything, asked once a step:
// - in a thread of its own, as ours is: what the store's rules and its grouping of commits cost. This has the bar.
// - in this thread, which then stands still for each wait for the disk: printed. Where the disk answers faster than
//   threads talk to each other, as on a machine without a real one, it is the faster one of a single client.
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { alternate } from './support/alternate.ts';
import { openBareEngine, openBareThread } from './support/bare-engine.ts';
import { commitsPerSecond, perSecond, startSessions } from './support/commits.ts';
import { judge } from './support/judge.ts';
import { temporaryStore } from './support/temporary-store.ts';

const BAR = 0.7;

const { store, close } = await temporaryStore();
const here = await openBareEngine();
const there = await openBareThread();
for (const clients of [1, 64]) {
  const sessions = await startSessions(store, clients);
  const delays = monitorEventLoopDelay({ resolution: 1 });
  const ours = { name: 'a step committed', run: () => commitsPerSecond(store, sessions) };
  const threaded = { name: 'bare, in a thread', run: () => perSecond(sessions, there.commit) };
  const title = `Commits of the embedded store, ${clients} at a time`;
  delays.enable();
  judge(title, await alternate(ours, threaded), BAR);
  delays.disable();
  const lag = [delays.percentile(99), delays.max].map((ns) => (ns / 1e6).toFixed(1));
  console.log(`  lag of the main loop meanwhile: 99 % under ${lag[0]} ms, worst ${lag[1]} ms\n`);
  const inside = {
    name: 'bare, in this thread',
    run: () =>
      perSecond(sessions, () => {
        here.commit();
        return Promise.resolve();
      }),
  };
  judge(`${title}, beside an engine that holds up the main loop`, await alternate(ours, inside), null);
}
here.close();
await there.close();
await close();
