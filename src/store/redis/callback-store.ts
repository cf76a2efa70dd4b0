import type { CallbackRecord, InteractionRecord } from '../../callback/record.ts';
import type { CallbackStore, CreateResult, InteractionStore } from '../callbacks.ts';
import type { ChangeHints } from '../change-hints.ts';
import type { SlotStore } from '../slots.ts';
import type { ChangeHint } from '../store.ts';
import type { ThrottleTake } from '../throttles.ts';
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
import { decodeRefusal, encodeTake } from './throttle-store.ts';

export function callbackStore(redis: RedisConnection, hints: ChangeHints): CallbackStore {
  return {
    create: ({ record, session, follower, slot, throttle, activeLimit, origin, facts }) => {
      const given = {
        record: encodeCallback(record),
        session: session && encodeSession(session),
        follower: follower && encodeSession(follower),
        slot,
        throttle: throttle && encodeTake(throttle),
        activeLimit,
        origin: encodeChange(origin, encodeInteraction),
        facts: encodeFacts(facts),
      };
      const created = redis.write('callbacks_create', given).then((answer) => createResult(answer, throttle));
      const sessions = Boolean(session ?? follower);
      const touched = { sessions, interactions: origin !== null, facts: facts.length > 0 };
      return hints.after(created, 'callbacks', ...namesOf(touched));
    },
    change: ({ expectedVersion, record, deliveries, session, slot, facts }) => {
      const given = {
        ...{ expectedVersion, slot },
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
      const given = { groups, after, ...query.arrival, limit: query.limit };
      return pageOf(await redis.read<Found>('callbacks_find', given), query.limit, 'createdAt');
    },
    byDueTime: async ({ service, due, after, limit }) => {
      const given = { service, ...due, after: cursorOf(after), limit };
      return pageOf(await redis.read<Found>('callbacks_by_due_time', given), limit, 'desiredAt');
    },
    due: async (untilAt, limit) =>
      parsedList<CallbackRecord>(await redis.read<string[]>('callbacks_due', { untilAt, limit })),
    nextDue: async () => numberOrNull(await redis.read<string | null>('callbacks_next_due')),
    counts: async () => countsOf(await redis.read<string[]>('callbacks_counts')),
  };
}

/** Members of a sorted set and records in turn. */
type Found = (string | null)[];

function createResult(answer: string, throttle: ThrottleTake | null): CreateResult {
  if (throttle && answer.startsWith('{')) return decodeRefusal(answer, throttle);
  return answer as CreateResult;
}

export function slotStore(redis: RedisConnection): SlotStore {
  return {
    taken: async (service, from, to) => {
      const found = (await redis.read<string[]>('slots_taken', { service, from, to })).map(Number);
      return Array.from({ length: found.length / 2 }, (_, index) => ({
        slotAt: found[2 * index] ?? 0,
        taken: found[2 * index + 1] ?? 0,
      }));
    },
    heldBy: async (id) => {
      const [service, at] = await redis.read<(string | null)[]>('slots_held_by', { id });
      return service && at ? { service, slotAt: Number(at) } : null;
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
