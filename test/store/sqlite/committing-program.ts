import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { action, delivery, event, session, step, timer } from '../conformance/make.ts';

/** Commits steps of eight sessions without end and says each one that was acknowledged: `<session> <seq>`. */
const store = await openSqliteStore({ path: process.argv[2]!, threads: true });

async function work(id: string): Promise<void> {
  await store.sessions.start(session(id));
  for (let seq = 0; ; seq++) {
    const taken = event(`${id}-${seq}`);
    await store.sessions.post([{ sessionId: id, event: taken }]);
    const result = await store.sessions.commit(
      step(id, seq, taken, {
        actions: [action(`${id}-${seq}`, id, { seq: seq + 1 })],
        timers: { set: [timer(id, 'retry', seq)], clear: [] },
        deliveries: [delivery('listener', taken.id)],
      }),
    );
    if (result !== 'committed') throw new Error(result);
    process.stdout.write(`${id} ${seq + 1}\n`);
  }
}

await store.sessions.start(session('listener'));
await Promise.all(Array.from({ length: 8 }, (_, n) => work(`s${n}`)));
