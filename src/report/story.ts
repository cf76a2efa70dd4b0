import type { CallbackRecord } from '../callback/record.ts';
import type { Json, JsonObject } from '../core/json.ts';
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
  /** The states it entered, outermost first; none when it stayed where it was. */
  states: string[];
  /** What it had done: actions and noted mistakes. */
  actions: string[];
  /** Why, in a few words from the event, the guards of the transitions taken and the strategy's own log. */
  reason: string;
}

export interface Story {
  callback: CallbackRecord | null;
  sessions: SessionRow[];
  lines: StoryLine[];
}

/** A callback and its sessions, or one session, with what they have on record: a journal for each session. */
export interface Recorded {
  callback: CallbackRecord | null;
  sessions: SessionRow[];
  journals: JournalEntry[][];
}

/** The journal of a callback (its id), or of one session (its id), as a story. Null when there is no such id. */
export async function storyOf(store: Store, id: string): Promise<Story | null> {
  const recorded = await recordedOf(store, id);
  return recorded && storyFrom(recorded);
}

/** What a story is told from. Null when there is no callback and no session of that id. */
export async function recordedOf(store: Store, id: string): Promise<Recorded | null> {
  const callback = await store.callbacks.get(id);
  const session = callback ? null : await store.sessions.get(id);
  if (!callback && !session) return null;
  const sessions = callback ? await sessionsOf(store, callback) : session ? [session] : [];
  const journals = await Promise.all(sessions.map((row) => store.sessions.journal(row.id)));
  return { callback, sessions, journals };
}

export function storyFrom({ callback, sessions, journals }: Recorded): Story {
  const lines = sessions.flatMap((row, index) => (journals[index] ?? []).map((entry) => lineOf(row, entry)));
  return { callback, sessions, lines: lines.sort((a, b) => a.at - b.at || a.seq - b.seq) };
}

/** The callback's own sessions, and the one of the call it came from. */
async function sessionsOf(store: Store, callback: CallbackRecord): Promise<SessionRow[]> {
  const origin = callback.originatingInteractionId;
  const interaction = origin ? await store.interactions.get(origin) : null;
  const first = interaction?.sessionId ? await store.sessions.get(interaction.sessionId) : null;
  return [...(first ? [first] : []), ...(await store.sessions.ofCallback(callback.id))];
}

function lineOf(row: SessionRow, entry: JournalEntry): StoryLine {
  const items = entry.trace.map(objectOf);
  const of = (kind: string): JsonObject[] => items.filter((item) => item['kind'] === kind);
  const errors = of('error').map((item) => `${written(item['name'])}: ${written(item['text'])}`);
  const logs = of('log').map((item) => [item['label'], item['text']].map(written).filter(Boolean).join(': '));
  const guards = of('transition').flatMap((item) => guardOf(written(item['cond'])));
  return {
    at: entry.at,
    session: row.id,
    strategy: row.strategy,
    seq: entry.seq,
    event: entry.event?.name ?? '',
    states: of('enter')
      .filter((item) => item['invoke'] === undefined)
      .map((item) => written(item['state'])),
    actions: [...entry.actions.map((action) => action.kind), ...errors],
    reason: [...tellingOf(entry.event?.data ?? null), ...guards, ...logs].join(', '),
  };
}

/** What a guard says of the session's own data; what it asks of the event stands in the event. */
function guardOf(guard: string): string[] {
  const clauses = guard.split('&&').map((clause) => clause.trim());
  return clauses.filter((clause) => clause !== '' && !clause.includes('_event'));
}

const telling = new Set([
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

/** What a person would want to know of an event's data. */
function tellingOf(data: Json): string[] {
  const outer = objectOf(data);
  return Object.entries({ ...outer, ...objectOf(outer['result'] ?? null) })
    .filter(([key, value]) => telling.has(key) && value !== null && value !== '' && typeof value !== 'object')
    .map(([key, value]) => `${key} ${written(value)}`);
}

function objectOf(value: Json): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function written(value: Json | undefined): string {
  return value === undefined || value === null
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
}
