import type { ArchiveKind, ArchiveRow } from '../archive.ts';
import {
  decodeAction,
  decodeSession,
  decodeTimer,
  encodeAction,
  encodeBarred,
  encodeCallback,
  encodeDeliveries,
  encodeDeposit,
  encodeEntry,
  encodeFacts,
  encodeInteraction,
  encodeKey,
  encodeRevision,
  encodeRun,
  encodeSecret,
  encodeSession,
  encodeTimer,
  encodeUtterance,
  type Arguments,
} from './encode.ts';
import { decodeTaken, encodeTaken } from './throttle-store.ts';

export type Fields = (string | null)[];

/** A row as the functions have it; `session` = whose it is, for events. */
export function decodeRow(kind: ArchiveKind, fields: Fields, session?: string): ArchiveRow {
  const [text, service, at] = fields;
  const json = (): unknown => JSON.parse(text ?? 'null');
  switch (kind) {
    case 'session':
      return { kind, value: decodeSession(fields) } as ArchiveRow;
    case 'action':
      return { kind, value: decodeAction(fields) } as ArchiveRow;
    case 'timer':
      return { kind, value: decodeTimer(text ?? '') };
    case 'throttle':
      return { kind, value: decodeTaken(fields) };
    case 'inbox':
      return { kind, value: { sessionId: session, event: json() } } as ArchiveRow;
    case 'callback': {
      const slot = service && at ? { service, slotAt: Number(at) } : null;
      return { kind, value: { record: json(), slot } } as ArchiveRow;
    }
    case 'routing-journal': {
      const { seq, at: when, message, decisions, messageId } = json() as Record<string, unknown>;
      return { kind, value: { seq, at: when, message, decisions, messageId } } as ArchiveRow;
    }
    default:
      return { kind, value: json() } as ArchiveRow;
  }
}

export function encodeRow(row: ArchiveRow): Arguments {
  return { kind: row.kind, value: valueOf(row) };
}

function valueOf({ kind, value }: ArchiveRow): Arguments {
  switch (kind) {
    case 'set':
      return { hash: value.hash, set: JSON.stringify(value) };
    case 'active-set':
      return { hash: value };
    case 'secret':
      return encodeSecret(value);
    case 'revision':
      return encodeRevision(value);
    case 'key':
      return encodeKey(value);
    case 'do-not-call':
      return encodeBarred(value);
    case 'callback':
      return { record: encodeCallback(value.record), slot: value.slot };
    case 'interaction':
      return encodeInteraction(value);
    case 'session':
      return encodeSession({ row: value, events: [] });
    case 'journal':
      return encodeEntry(value);
    case 'action':
      return encodeAction(value);
    case 'inbox':
      return encodeDeliveries([value])[0] ?? {};
    case 'timer':
      return { sessionId: value.sessionId, ...encodeTimer(value) };
    case 'dialog-run':
      return encodeRun(value);
    case 'utterance':
      return encodeUtterance(value);
    case 'deposit':
      return encodeDeposit(value);
    case 'fact':
      return encodeFacts([value])[0] ?? {};
    case 'throttle':
      return encodeTaken(value);
    case 'agent':
    case 'entry':
      return { id: value.id, row: JSON.stringify(value) };
    case 'stats':
      return { id: value.queue, row: JSON.stringify(value) };
    case 'routing-journal':
      return { seq: value.seq, messageId: value.messageId, entry: JSON.stringify(value) };
    case 'routing-head':
      return { seq: value };
  }
}
