import { RingbackError } from '../core/errors.ts';
import type { JournalEntry, SessionRow } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';

/** All that a session was made of: stepped again from it, it comes out the same. Plain JSON. */
export interface Recording {
  format: 1;
  session: Pick<SessionRow, 'id' | 'strategy' | 'params' | 'snapshot'>;
  journal: JournalEntry[];
  /** The strategy and what it names, by their path in the project. */
  files: Record<string, string>;
}

/** The record of a session, or of the last one of a callback. @throws CALLBACK_UNKNOWN for an id of neither */
export async function recordingOf(store: Store, id: string): Promise<Recording> {
  const session = (await store.sessions.get(id)) ?? (await store.sessions.ofCallback(id)).at(-1);
  if (!session) throw new RingbackError('CALLBACK_UNKNOWN', { id: id.slice(0, 100) });
  const { strategy, params, snapshot } = session;
  const files = (await store.sets.get(session.setHash))?.files ?? {};
  const named = Object.entries(files).filter(([path]) => /^dialogs\/.*\.(scxml|js|json|xml)$/.test(path));
  return {
    format: 1,
    session: { id: session.id, strategy, params, snapshot },
    journal: await store.sessions.journal(session.id),
    files: Object.fromEntries(named),
  };
}
