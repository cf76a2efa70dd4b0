import type { App } from '../app/ports.ts';
import type { ActionRow, JournalEntry, SessionRow, StepCommit } from '../store/sessions.ts';

const ENDED = 'session.terminate';

/** Whether an entry is the end of a session that `endedSession` made: no step of its document. */
export function endedFromOutside({ event, trace }: JournalEntry): boolean {
  const [item] = trace;
  if (event?.name !== ENDED || typeof item !== 'object' || item === null || Array.isArray(item)) return false;
  return item['kind'] === 'log' && item['label'] === 'ended';
}

/** A session that ends where it stands, without a step of its document; and what it had asked for. */
export async function endedSession(
  app: App,
  row: SessionRow,
  event: { id: string; why: string },
): Promise<{ commit: StepCommit; open: ActionRow[] }> {
  const now = app.clock.now();
  const open = await app.store.outbox.openOf(row.id);
  const text = `the session was ended: ${event.why}`;
  const commit: StepCommit = {
    sessionId: row.id,
    expectedSeq: row.seq,
    status: 'finished',
    finishedAt: now,
    snapshot: row.snapshot ?? 'null',
    journal: {
      sessionId: row.id,
      seq: row.seq + 1,
      at: now,
      engineVersion: '1',
      event: { id: event.id, name: ENDED, data: { why: event.why } },
      inputs: { seed: 0, reads: {} },
      trace: [{ kind: 'log', label: 'ended', text }],
      actions: [],
    },
    timers: { set: [], clear: [] },
    actions: [],
    completes: open.map(({ id }) => id),
    callback: null,
    interactions: [],
    deliveries: [],
    facts: [],
  };
  return { commit, open };
}
