import type { SessionEvent, StepCommit } from '../../src/store/sessions.ts';
import type { Store } from '../../src/store/store.ts';

const SECONDS = 0.5;
/** As large as most are, 1.5 kB. */
export const SNAPSHOT = 'x'.repeat(1500);

/** A session that is being stepped, and how far it has come. */
export interface Stepping {
  id: string;
  seq: number;
}

/** Starts so many sessions, each for one client that steps it. */
export async function startSessions(store: Store, count: number): Promise<Stepping[]> {
  const sessions = Array.from({ length: count }, (_, index) => ({ id: `${count}-${index}`, seq: 0 }));
  for (const { id } of sessions) await store.sessions.start({ row: rowOf(id), events: [] });
  return sessions;
}

/** Steps all sessions at once, each as fast as its commits are acknowledged; commits per second. */
export function commitsPerSecond(store: Store, sessions: Stepping[]): Promise<number> {
  return perSecond(sessions, async (session) => {
    const result = await store.sessions.commit(stepOf(session.id, session.seq++));
    if (result !== 'committed') throw new Error(`a commit had the result ${result}`);
  });
}

/** How often a second all clients together can `act`, each again as soon as it is done. */
export async function perSecond<Client>(
  clients: Client[],
  act: (client: Client) => Promise<void>,
): Promise<number> {
  let done = 0;
  const until = performance.now() + SECONDS * 1000;
  const loop = async (client: Client): Promise<void> => {
    while (performance.now() < until) {
      await act(client);
      done++;
    }
  };
  await Promise.all(clients.map(loop));
  return done / SECONDS;
}

/** A step as most are: an event taken, a snapshot of 1.5 kB, an entry in the journal. */
export function stepOf(sessionId: string, expectedSeq: number): StepCommit {
  const event: SessionEvent = {
    id: `${sessionId}-${expectedSeq}`,
    name: 'queue.submit.done',
    data: { agent: '1001' },
  };
  const journal = { sessionId, seq: expectedSeq + 1, at: 0, engineVersion: '1', event, inputs: { seed: 1 } };
  return {
    ...{ sessionId, expectedSeq, status: 'running', finishedAt: null, snapshot: SNAPSHOT, completes: [] },
    journal: { ...journal, trace: [{ kind: 'enter', state: 'Dialling' }], actions: [] },
    ...{ timers: { set: [], clear: [] }, actions: [], callback: null, interactions: [] },
    ...{ deliveries: [], facts: [] },
  };
}

function rowOf(id: string): Parameters<Store['sessions']['start']>[0]['row'] {
  return {
    ...{ id, seq: 0, status: 'running', strategy: 'callback', setHash: 'set', chartHash: 'chart' },
    ...{ callbackId: null, interactionId: null, params: {}, snapshot: null, startedAt: 0, finishedAt: null },
  };
}
