import type { CallbackRecord } from '../../src/callback/record.ts';
import type { ArchiveRow } from '../../src/store/archive.ts';
import type { ActionRow, SessionRow, StoredTimer } from '../../src/store/sessions.ts';
import type { Store } from '../../src/store/store.ts';
import { SNAPSHOT, stepOf } from './commits.ts';

/** When everything began; nothing of it is due before the year is over. */
export const BEGAN = Date.UTC(2026, 0, 5, 9);
const FAR = BEGAN + 365 * 86_400_000;
const ROWS_AT_ONCE = 4_000;
const SERVICES = 10;

/**
 * Puts so many records of each kind in: callbacks that wait for their time, sessions that made one step and
 * wait for their time with a timer each, actions that are done.
 */
export async function fillStore(store: Store, records: number): Promise<void> {
  let rows: ArchiveRow[] = [];
  for (let no = 0; no < records; no++) {
    rows.push(
      { kind: 'callback', value: { record: callbackOf(no), slot: null } },
      { kind: 'session', value: sessionOf(no) },
      { kind: 'journal', value: stepOf(`session-${no}`, 0).journal },
      { kind: 'timer', value: timerOf(no) },
      { kind: 'action', value: actionOf(`done-${no}`, no, 'done') },
    );
    if (rows.length < ROWS_AT_ONCE && no < records - 1) continue;
    await store.archive.write(rows);
    rows = [];
  }
}

/** Adds actions that can be claimed, named `<prefix>-<no>`. */
export async function addClaimable(store: Store, prefix: string, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, no): ArchiveRow => {
    return { kind: 'action', value: actionOf(`${prefix}-${no}`, 0, 'pending') };
  });
  for (let from = 0; from < count; from += ROWS_AT_ONCE)
    await store.archive.write(rows.slice(from, from + ROWS_AT_ONCE));
}

/** The number of a callback's customer. */
export function numberOf(no: number): string {
  return `+1202${String(no).padStart(7, '0')}`;
}

function callbackOf(no: number): CallbackRecord {
  const at = BEGAN + no;
  return {
    ...{
      id: `callback-${no}`,
      version: 1,
      service: `service-${no % SERVICES}`,
      state: 'SCHEDULED',
      reason: null,
    },
    ...{ customerNumber: numberOf(no), createdAt: at, updatedAt: at, placeAt: FAR + no, desiredAt: FAR + no },
    ...{ expiresAt: FAR + 86_400_000, completedAt: null, sessionId: null, interactionId: null },
    ...{ originatingInteractionId: null, attempts: [], lastDialResult: null, options: { _ttl: 86_400 } },
    ...{ userData: { customer: `c-${no}` }, kvps: { _CB_SERVICE_ID: `callback-${no}` }, why: 'asked for' },
  };
}

function sessionOf(no: number): SessionRow {
  return {
    ...{
      id: `session-${no}`,
      seq: 1,
      status: 'running',
      strategy: 'callback',
      setHash: 'set',
      chartHash: 'chart',
    },
    ...{
      callbackId: `callback-${no}`,
      interactionId: null,
      params: {},
      snapshot: SNAPSHOT,
    },
    ...{ startedAt: BEGAN + no, finishedAt: null },
  };
}

function timerOf(no: number): StoredTimer {
  const event = { id: `timer-${no}`, name: 'ttl.over', data: null };
  return { sessionId: `session-${no}`, key: 'ttl', dueAt: FAR + no, event };
}

function actionOf(id: string, no: number, status: ActionRow['status']): ActionRow {
  return {
    ...{
      id,
      sessionId: `session-${no}`,
      seq: 1,
      index: 0,
      kind: 'ixn.createcall',
      mode: 'at-most-once',
      status,
    },
    ...{
      requestId: id,
      payload: { to: '+12025550123' },
      createdAt: BEGAN,
      deadlineAt: null,
      node: null,
      sentAt: null,
    },
  };
}
