import type { CallbackRecord } from '../callback/record.ts';
import type { Json } from '../core/json.ts';
import type { JournalEntry, SessionRow } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';

/** One step of a session in words. */
export interface StoryLine {
  at: number;
  session: string;
  strategy: string;
  seq: number;
  /** What came in; empty for the step that begins the session. */
  event: string;
  /** Where the session was after it: the innermost states entered, in order. */
  states: string[];
  /** What it had done: actions and noted mistakes. */
  actions: string[];
  /** Why, in a few words from the event. */
  reason: string;
}

export interface Story {
  callback: CallbackRecord | null;
  sessions: SessionRow[];
  lines: StoryLine[];
}

/** The journal of a callback (its id), or of one session (its id), as a story. Null when there is no such id. */
export async function storyOf(store: Store, id: string): Promise<Story | null> {
  const callback = await store.callbacks.get(id);
  const session = callback ? null : await store.sessions.get(id);
  if (!callback && !session) return null;
  const sessions = callback ? await sessionsOf(store, callback) : session ? [session] : [];
  const journals = await Promise.all(
    sessions.map(async (row) => (await store.sessions.journal(row.id)).map((entry) => lineOf(row, entry))),
  );
  return { callback, sessions, lines: journals.flat().sort((a, b) => a.at - b.at || a.seq - b.seq) };
}

/** The callback's own sessions, and the one of the call it came from. */
async function sessionsOf(store: Store, callback: CallbackRecord): Promise<SessionRow[]> {
  const origin = callback.originatingInteractionId;
  const interaction = origin ? await store.interactions.get(origin) : null;
  const first = interaction?.sessionId ? await store.sessions.get(interaction.sessionId) : null;
  return [...(first ? [first] : []), ...(await store.sessions.ofCallback(callback.id))];
}

function lineOf(row: SessionRow, entry: JournalEntry): StoryLine {
  const items = entry.trace.filter((item): item is { [key: string]: Json } => item !== null && typeof item === 'object' && !Array.isArray(item));
  const entered = items.filter((item) => item['kind'] === 'enter').map((item) => String(item['state']));
  const errors = items.filter((item) => item['kind'] === 'error').map((item) => `${String(item['name'])}: ${String(item['text'])}`);
  return {
    at: entry.at,
    session: row.id,
    strategy: row.strategy,
    seq: entry.seq,
    event: entry.event?.name ?? '',
    states: entered,
    actions: [...entry.actions.map((action) => action.kind), ...errors],
    reason: reasonOf(entry.event?.data ?? null),
  };
}

/** What a person would want to know of an event's data. */
function reasonOf(data: Json): string {
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return '';
  const result = data['result'];
  const inner = result !== null && typeof result === 'object' && !Array.isArray(result) ? result : {};
  const parts: string[] = [];
  for (const [key, value] of Object.entries({ ...data, ...inner }))
    if (wanted.has(key) && value !== null && value !== '' && typeof value !== 'object') parts.push(`${key} ${String(value)}`);
  return parts.join(', ');
}

const wanted = new Set([
  'callstate',
  'dialresult',
  'error',
  'description',
  'cause',
  'sipstatus',
  'end',
  'accepted',
  'confirmed',
  'targetselected',
  'near',
  'agent',
]);
