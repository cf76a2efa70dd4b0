import type { CallbackRecord, InteractionRecord } from '../../callback/record.ts';
import type { CallbackStore, InteractionStore } from '../callbacks.ts';
import type { ChangeHints } from '../change-hints.ts';
import type { ChangeHint } from '../store.ts';
import type { RedisConnection } from './connection.ts';
import {
  encodeCallback,
  encodeChange,
  encodeDeliveries,
  encodeFacts,
  encodeInteraction,
  encodeSession,
  numberOrNull,
  parsed,
  parsedList,
} from './encode.ts';
import { countsOf, cursorOf, groupsOf, pageOf } from './find-callbacks.ts';

export function callbackStore(redis: RedisConnection, hints: ChangeHints): CallbackStore {
  return {
    create: ({ record, session, slot, activeLimit, origin, facts }) => {
      const given = {
        record: encodeCallback(record),
        session: session && encodeSession(session),
        slot,
        activeLimit,
        origin: encodeChange(origin, encodeInteraction),
        facts: encodeFacts(facts),
      };
      const created = redis.write('callbacks_create', given) as ReturnType<CallbackStore['create']>;
      const touched = { sessions: session !== null, interactions: origin !== null, facts: facts.length > 0 };
      return hints.after(created, 'callbacks', ...namesOf(touched));
    },
    change: ({ expectedVersion, record, deliveries, session, freeSlot, facts }) => {
      const given = {
        ...{ expectedVersion, freeSlot },
        record: encodeCallback(record),
        session: session && encodeSession(session),
        deliveries: encodeDeliveries(deliveries),
        facts: encodeFacts(facts),
      };
      const changed = redis.write('callbacks_change', given) as ReturnType<CallbackStore['change']>;
      const touched = { sessions: session !== null || deliveries.length > 0, facts: facts.length > 0 };
      return hints.after(changed, 'callbacks', ...namesOf(touched));
    },
    get: async (id) => parsed<CallbackRecord>(await redis.read<string | null>('callbacks_get', { id })),
    find: async (query) => {
      const [groups, after] = [groupsOf(query), cursorOf(query.after)];
      if (groups === null) return { records: [], cursor: null };
      const given = { groups, after, limit: query.limit };
      return pageOf(await redis.read<(string | null)[]>('callbacks_find', given), query.limit);
    },
    due: async (untilAt, limit) =>
      parsedList<CallbackRecord>(await redis.read<string[]>('callbacks_due', { untilAt, limit })),
    nextDue: async () => numberOrNull(await redis.read<string | null>('callbacks_next_due')),
    counts: async () => countsOf(await redis.read<string[]>('callbacks_counts')),
    slots: async (service, from, to) => {
      const found = (await redis.read<string[]>('callbacks_slots', { service, from, to })).map(Number);
      return Array.from({ length: found.length / 2 }, (_, index) => ({
        slotAt: found[2 * index] ?? 0,
        taken: found[2 * index + 1] ?? 0,
      }));
    },
  };
}

export function interactionStore(redis: RedisConnection, hints: ChangeHints): InteractionStore {
  return {
    add: (record) => {
      const added = redis.write('interactions_add', encodeInteraction(record)) as ReturnType<
        InteractionStore['add']
      >;
      return hints.after(added, 'interactions');
    },
    change: (expectedVersion, record, deliveries) => {
      const given = {
        ...encodeChange({ expectedVersion, record }, encodeInteraction),
        deliveries: encodeDeliveries(deliveries),
      };
      const changed = redis.write('interactions_change', given) as ReturnType<InteractionStore['change']>;
      return hints.after(changed, 'interactions', ...namesOf({ sessions: deliveries.length > 0 }));
    },
    get: async (id) => parsed<InteractionRecord>(await redis.read<string | null>('interactions_get', { id })),
    live: async () => parsedList<InteractionRecord>(await redis.read<string[]>('interactions_live')),
    recent: async (limit) =>
      parsedList<InteractionRecord>(await redis.read<string[]>('interactions_recent', { limit })),
  };
}

function namesOf(touched: Partial<Record<ChangeHint, boolean>>): ChangeHint[] {
  return (Object.keys(touched) as ChangeHint[]).filter((hint) => touched[hint]);
}
