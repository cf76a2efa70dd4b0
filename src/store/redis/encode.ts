import type { AccessKey } from '../../callback/access-key.ts';
import type { BarredNumber } from '../../callback/barred-number.ts';
import type { CallbackRecord, Fact, InteractionRecord } from '../../callback/record.ts';
import type { Deposit } from '../deposits.ts';
import type { DialogRun } from '../dialog-runs.ts';
import type { Revision } from '../revisions.ts';
import type { Secret } from '../secrets.ts';
import type {
  ActionRow,
  Delivery,
  JournalEntry,
  SessionRow,
  SessionStart,
  StoredTimer,
} from '../sessions.ts';
import type { Utterance } from '../utterances.ts';

/** What a function of the library is called with. Records are text in it. */
export type Arguments = Record<string, unknown>;

/** Arguments as JSON. Halves of surrogate pairs, which Lua's decoder refuses, are replaced outside of records. */
export function argumentsText(given: Arguments): string {
  return JSON.stringify(given, (_key, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );
}

/** A name for two texts that no other two have. */
export function nameOf(first: string, second: string): string {
  return `${first.length}:${first}${second}`;
}

export function encodeCallback(record: CallbackRecord): Arguments {
  const { id, version, service, state, customerNumber, userData } = record;
  const { createdAt, desiredAt, completedAt } = record;
  const pairs = Object.entries({ ...userData, _customer_number: customerNumber }).map((pair) =>
    nameOf(...pair),
  );
  const meta = { service, state, number: customerNumber, createdAt, desiredAt, completedAt, pairs };
  return { id, version, record: JSON.stringify(record), meta: argumentsText(meta) };
}

export function encodeInteraction(record: InteractionRecord): Arguments {
  const { id, version, arrivedAt, endedAt } = record;
  return { id, version, arrivedAt, endedAt, record: JSON.stringify(record) };
}

/** A change of a record, with the version it builds on. */
export function encodeChange<Record>(
  change: { expectedVersion: number; record: Record } | null,
  encode: (record: Record) => Arguments,
): Arguments | null {
  return change && { expectedVersion: change.expectedVersion, record: encode(change.record) };
}

export function encodeSession({ row, events }: SessionStart): Arguments {
  const { seq, status, snapshot, finishedAt, ...base } = row;
  const { id, callbackId, startedAt } = base;
  const deliveries = encodeDeliveries(events.map((event) => ({ sessionId: id, event })));
  return {
    id,
    callbackId,
    seq,
    status,
    snapshot,
    startedAt,
    finishedAt,
    base: JSON.stringify(base),
    events: deliveries,
  };
}

type Fields = (string | null)[];

/**
 * `base`, `seq`, `status`, `snapshot`, `finishedAt`, and of one that was planned `startedAt`; null for a session that
 * is not there.
 */
export function decodeSession([base, seq, status, snapshot, finishedAt, moved]: Fields): SessionRow | null {
  if (base === null || base === undefined) return null;
  const row = JSON.parse(base) as SessionRow;
  return {
    ...row,
    startedAt: numberOrNull(moved) ?? row.startedAt,
    seq: Number(seq),
    status: status as SessionRow['status'],
    snapshot: snapshot ?? null,
    finishedAt: numberOrNull(finishedAt),
  };
}

export function encodeEntry(entry: JournalEntry): Arguments {
  const { sessionId, seq, event } = entry;
  return { sessionId, seq, eventId: event?.id ?? null, entry: JSON.stringify(entry) };
}

export function encodeAction({ status, node, sentAt, ...base }: ActionRow): Arguments {
  const { id, sessionId } = base;
  return { id, sessionId, status, node, sentAt, base: JSON.stringify(base) };
}

/** `base`, `status`, `node`, `sentAt`; null for an action that is not there. */
export function decodeAction([base, status, node, sentAt]: Fields): ActionRow | null {
  if (base === null || base === undefined) return null;
  return {
    ...(JSON.parse(base) as ActionRow),
    status: status as ActionRow['status'],
    node: node ?? null,
    sentAt: numberOrNull(sentAt),
  };
}

export function encodeDeliveries(deliveries: Delivery[]): Arguments[] {
  return deliveries.map(({ sessionId, event }) => ({
    sessionId,
    id: event.id,
    event: JSON.stringify(event),
  }));
}

/** `row` is read again by the function that fires it. */
export function encodeTimer({ sessionId, key, dueAt, event }: StoredTimer): Arguments {
  const row = { sessionId, key, dueAt, eventId: event.id, event: JSON.stringify(event) };
  return { key, dueAt, row: argumentsText(row) };
}

export function decodeTimer(text: string): StoredTimer {
  const { sessionId, key, dueAt, event } = JSON.parse(text) as StoredTimer & { event: string };
  return { sessionId, key, dueAt, event: JSON.parse(event) as StoredTimer['event'] };
}

export function encodeRun(run: DialogRun): Arguments {
  const { key, revision, sessionId, updatedAt } = run;
  return { key, revision, sessionId, updatedAt, run: JSON.stringify(run) };
}

export function encodeSecret(secret: Secret): Arguments {
  return { name: secret.name, secret: JSON.stringify(secret) };
}

export function encodeRevision(revision: Revision): Arguments {
  return { no: revision.no, revision: JSON.stringify(revision) };
}

export function encodeKey(key: AccessKey): Arguments {
  return { id: key.id, version: key.version, key: JSON.stringify(key) };
}

export function encodeBarred(entry: BarredNumber): Arguments {
  const { number, version, listed } = entry;
  return { number, version, listed, entry: JSON.stringify(entry) };
}

export function encodeUtterance(utterance: Utterance): Arguments {
  return { id: utterance.id, at: utterance.at, utterance: JSON.stringify(utterance) };
}

export function encodeDeposit(deposit: Deposit): Arguments {
  const { id, kind, version, expiresAt } = deposit;
  return { id, kind, version, expiresAt, deposit: JSON.stringify(deposit) };
}

export function encodeFacts(facts: Fact[]): Arguments[] {
  return facts.map((fact) => {
    const { id, at, kind, callbackId } = fact;
    return { id, at, kind, callbackId, fact: JSON.stringify(fact) };
  });
}

export function numberOrNull(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text);
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the text carries no type
export function parsed<Value>(text: string | null): Value | null {
  return text === null ? null : (JSON.parse(text) as Value);
}

export function parsedList<Value>(texts: string[]): Value[] {
  return texts.map((text) => JSON.parse(text) as Value);
}
