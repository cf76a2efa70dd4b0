import { RingbackError } from '../../core/errors.ts';
import {
  archiveKinds,
  type ArchiveCounts,
  type ArchiveKind,
  type ArchiveRow,
  type ArchiveStore,
} from '../archive.ts';
import { everyHint, type ChangeHints } from '../change-hints.ts';
import type { RetentionStore } from '../retention.ts';
import { decodeRow, encodeRow, type Fields } from './archive-rows.ts';
import type { RedisConnection } from './connection.ts';

/** A row, and the cursor that leads past it. */
interface Placed {
  row: ArchiveRow;
  position: string;
}

/** How the rows of a kind are kept: one by one, as parts of a session, as rows of the router, or as one value. */
const shapes: Partial<Record<ArchiveKind, 'parts' | 'rows' | 'journal' | 'value'>> = {
  'active-set': 'value',
  journal: 'parts',
  inbox: 'parts',
  agent: 'rows',
  entry: 'rows',
  stats: 'rows',
  'routing-journal': 'journal',
  'routing-head': 'value',
};
const rowKeys: Partial<Record<ArchiveKind, string>> = { agent: 'agents', entry: 'entries', stats: 'stats' };

export function archiveStore(redis: RedisConnection, hints: ChangeHints): ArchiveStore {
  const counts = async (): Promise<ArchiveCounts> => {
    const reply = await redis.read<string[]>('archive_counts');
    const found = new Map<string, number>();
    for (let at = 0; at < reply.length; at += 2) found.set(reply[at] ?? '', Number(reply[at + 1]));
    return Object.fromEntries(archiveKinds.map((kind) => [kind, found.get(kind) ?? 0])) as ArchiveCounts;
  };
  return {
    counts,
    async read(cursor, limit) {
      const from = placeOf(cursor);
      const placed: Placed[] = [];
      for (const kind of archiveKinds.slice(from.index)) {
        const after = archiveKinds[from.index] === kind ? from.position : '0.0';
        // One more than asked for tells whether there is a next page.
        placed.push(...(await rowsAfter(redis, kind, after, limit + 1 - placed.length)));
        if (placed.length > limit) break;
      }
      const page = placed.slice(0, limit);
      const last = placed.length > limit ? page.at(-1) : undefined;
      return { rows: page.map(({ row }) => row), cursor: last ? `${last.row.kind}.${last.position}` : null };
    },
    async write(rows) {
      await hints.after(redis.write('archive_write', { rows: rows.map(encodeRow) }), ...everyHint);
    },
    isEmpty: async () => Object.values(await counts()).every((count) => count === 0),
  };
}

export function retentionStore(redis: RedisConnection, hints: ChangeHints): RetentionStore {
  return {
    forget: async (before, limit) =>
      Number(await hints.after(redis.write('retention_forget', { before, limit }), ...everyHint)),
  };
}

/** @throws BAD_REQUEST for a cursor this store did not hand out */
function placeOf(cursor: string | null): { index: number; position: string } {
  if (cursor === null) return { index: 0, position: '0.0' };
  const [, kind = '', position = ''] = /^([a-z-]+)\.(\d{1,16}\.\d{1,16})$/.exec(cursor) ?? [];
  const index = archiveKinds.findIndex((one) => one === kind);
  if (index < 0)
    throw new RingbackError('BAD_REQUEST', { what: `the cursor "${cursor}" is not one that was handed out` });
  return { index, position };
}

async function rowsAfter(
  redis: RedisConnection,
  kind: ArchiveKind,
  position: string,
  limit: number,
): Promise<Placed[]> {
  const [after = 0, part = 0] = position.split('.').map(Number);
  switch (shapes[kind]) {
    case 'value':
      return after > 0 ? [] : valueOf(redis, kind);
    case 'parts': {
      const given = { kind, session: after, position: part, limit };
      return inGroups(await redis.read<string[]>('archive_parts', given), 4).map(
        ([id, session, at, text]) => ({
          row: decodeRow(kind, [text ?? null], id),
          position: `${session}.${at}`,
        }),
      );
    }
    case 'rows': {
      const given = { kind: rowKeys[kind] ?? '', after, limit };
      return inGroups(await redis.read<string[]>('archive_rows', given), 2).map(([no, text]) => ({
        row: decodeRow(kind, [text ?? null]),
        position: `${Number(no)}.0`,
      }));
    }
    case 'journal': {
      const entries = await redis.read<string[]>('routing_journal', { from: after + 1, limit });
      return entries.map((text) => {
        const row = decodeRow(kind, [text]);
        return { row, position: `${row.kind === 'routing-journal' ? row.value.seq : 0}.0` };
      });
    }
    default: {
      const found = await redis.read<(string | Fields)[]>('archive_all', { kind, after, limit });
      return inGroups(found, 2).map(([no, fields]) => ({
        row: decodeRow(kind, fields as Fields),
        position: `${String(no)}.0`,
      }));
    }
  }
}

async function valueOf(redis: RedisConnection, kind: ArchiveKind): Promise<Placed[]> {
  if (kind === 'active-set') {
    const value = await redis.read<string | null>('sets_active');
    return value === null ? [] : [{ row: { kind, value }, position: '1.0' }];
  }
  const [seq] = await redis.read<[string]>('routing_load');
  return Number(seq) === 0 ? [] : [{ row: { kind: 'routing-head', value: Number(seq) }, position: '1.0' }];
}

function inGroups<Item>(items: Item[], size: number): Item[][] {
  return Array.from({ length: items.length / size }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
