import type { CallbackRecord, InteractionRecord } from '../../callback/record.ts';
import type { AgentRow, EntryRow, QueueStats } from '../../routing/state.ts';
import type { ArchiveKind, ArchiveValues } from '../archive.ts';
import type { DialogRun } from '../dialog-runs.ts';
import type { Secret } from '../secrets.ts';
import type { JournalEntry, SessionEvent } from '../sessions.ts';
import { actionOf } from './actions.ts';
import * as write from './archive-writes.ts';
import type { Connection } from './connection.ts';
import { depositOf, insertDeposit } from './deposits.ts';
import { openRun } from './dialog-runs.ts';
import { addFacts, factOf } from './facts.ts';
import { addInteraction } from './interactions.ts';
import { entryOf } from './routing-rows.ts';
import { barredOf, insertBarred } from './do-not-call.ts';
import { insertKey, keyOf } from './keys.ts';
import { insertRevision, revisionOf } from './revisions.ts';
import { insertSecret } from './secrets.ts';
import { insertSession, sessionOf } from './session-rows.ts';
import { insertSet, setOf } from './sets.ts';
import { keepTaken, takenOf } from './throttles.ts';
import { timerOf } from './timers.ts';
import { keepUtterance, utteranceOf } from './utterances.ts';

/** Where the rows of a kind are, and how they come and go. */
interface ArchiveTable<Value> {
  /** Rows whose number is above `after`, by number. */
  read(connection: Connection, after: number, limit: number): { no: number; value: Value }[];
  count(connection: Connection): number;
  /** A row that is there already is left as it is. */
  write(connection: Connection, value: Value): void;
}

/**
 * `from`: a table, or a query in brackets, with the order of its rows in the column `no`. `valueOf` names the columns it
 * takes from a row.
 */
function table<Value>(
  from: string,
  valueOf: (stored: never) => Value,
  writeValue: (connection: Connection, value: Value) => void,
): ArchiveTable<Value> {
  return {
    read: (connection, after, limit) =>
      connection
        .all<{ no: number }>(`SELECT * FROM ${from} WHERE no > ? ORDER BY no LIMIT ?`, after, limit)
        .map((stored) => ({ no: stored.no, value: valueOf(stored as never) })),
    count: (connection) => connection.get<{ n: number }>(`SELECT count(*) AS n FROM ${from}`)?.n ?? 0,
    write: writeValue,
  };
}

/** Every kind of the archive. */
export const archiveTables: { [Kind in ArchiveKind]: ArchiveTable<ArchiveValues[Kind]> } = {
  set: table('(SELECT rowid AS no, * FROM sets)', setOf, insertSet),
  'active-set': table(
    "(SELECT 1 AS no, value FROM meta WHERE key = 'active-set')",
    ({ value }: { value: string }) => value,
    write.activateSet,
  ),
  secret: table('secrets', ({ name, value }: Secret) => ({ name, value }), insertSecret),
  revision: table('revisions', revisionOf, insertRevision),
  key: table('access_keys', keyOf, insertKey),
  'do-not-call': table('do_not_call', barredOf, insertBarred),
  callback: table('callbacks', callbackOf, write.addCallback),
  interaction: table('interactions', recordOf<InteractionRecord>, addInteraction),
  session: table('sessions', sessionOf, insertSession),
  journal: table(
    'journal',
    ({ entry }: { entry: string }) => JSON.parse(entry) as JournalEntry,
    write.addToJournal,
  ),
  action: table('actions', actionOf, write.addAction),
  inbox: table(
    'inbox',
    ({ session_id, event }: { session_id: string; event: string }) => ({
      sessionId: session_id,
      event: JSON.parse(event) as SessionEvent,
    }),
    write.addToInbox,
  ),
  timer: table('timers', timerOf, write.addTimer),
  'dialog-run': table(
    '(SELECT rowid AS no, run FROM dialog_runs)',
    ({ run }: { run: string }) => JSON.parse(run) as DialogRun,
    openRun,
  ),
  utterance: table('utterances', utteranceOf, keepUtterance),
  deposit: table('deposits', depositOf, insertDeposit),
  fact: table('facts', factOf, (connection, fact) => addFacts(connection, [fact])),
  throttle: table('throttle_takes', takenOf, keepTaken),
  agent: table('routing_agents', rowOf<AgentRow>, write.addAgent),
  entry: table('routing_entries', rowOf<EntryRow>, write.addEntry),
  stats: table('routing_stats', rowOf<QueueStats>, write.addStats),
  'routing-journal': table(
    '(SELECT seq AS no, * FROM routing_journal)',
    (stored: Parameters<typeof entryOf>[0] & { message_id: string }) => ({
      ...entryOf(stored),
      messageId: stored.message_id,
    }),
    write.addToRoutingJournal,
  ),
  'routing-head': table(
    '(SELECT 1 AS no, seq FROM routing_head WHERE seq > 0)',
    ({ seq }: { seq: number }) => seq,
    write.raiseRoutingHead,
  ),
};

interface StoredCallback {
  record: string;
  slot_service: string | null;
  slot_at: number | null;
}

function callbackOf({ record, slot_service, slot_at }: StoredCallback): ArchiveValues['callback'] {
  const slot = slot_service === null || slot_at === null ? null : { service: slot_service, slotAt: slot_at };
  return { record: JSON.parse(record) as CallbackRecord, slot };
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the text carries no type
function recordOf<Row>({ record }: { record: string }): Row {
  return JSON.parse(record) as Row;
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the text carries no type
function rowOf<Row>({ row }: { row: string }): Row {
  return JSON.parse(row) as Row;
}
