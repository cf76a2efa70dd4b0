import { callbackStates, type CallbackRecord } from '../../../../src/callback/record.ts';
import type {
  CallbackCreate,
  CallbackPage,
  CallbackQuery,
  CallbackStore,
  CreateResult,
  SlotClaim,
} from '../../../../src/store/callbacks.ts';
import { RingbackError } from '../../../../src/core/errors.ts';
import type { Immediate } from './immediate.ts';
import { deliver, startSession } from './inbox.ts';
import { addOnce, isCurrent, newestFirst, type State } from './state.ts';

export function callbacksModel(state: State): Immediate<CallbackStore> {
  return {
    create: (create) => createCallback(state, create),
    get: (id) => state.callbacks.get(id) ?? null,
    change: (change) => {
      if (!isCurrent(state.callbacks, change)) return 'stale';
      state.callbacks.set(change.record.id, change.record);
      if (change.freeSlot) state.places.delete(change.record.id);
      if (change.session) startSession(state, change.session);
      deliver(state, change.deliveries);
      for (const fact of change.facts) addOnce(state.facts, fact);
      return 'changed';
    },
    find: (query) => findCallbacks(state, query),
    due: (until, limit) =>
      scheduled(state)
        .filter(({ at }) => at <= until)
        .slice(0, limit)
        .map(({ record }) => record),
    nextDue: () => scheduled(state)[0]?.at ?? null,
    counts: () => {
      const groups = Map.groupBy(state.callbacks.values(), ({ service }) => service);
      return [...groups].flatMap(([service, records]) =>
        callbackStates
          .map((wanted) => ({
            service,
            state: wanted,
            count: records.filter((record) => record.state === wanted).length,
          }))
          .filter(({ count }) => count > 0),
      );
    },
    slots: (service, from, to) => {
      const places = [...state.places.values()].filter((place) => place.service === service);
      const buckets = Map.groupBy(places, ({ slotAt }) => slotAt);
      return [...buckets]
        .map(([slotAt, held]) => ({ slotAt, taken: held.length }))
        .filter(({ slotAt }) => slotAt >= from && slotAt < to)
        .sort((a, b) => a.slotAt - b.slotAt);
    },
  };
}

/** When several refusals apply, the first of: exists, too-many, slot-full, stale. */
function createCallback(state: State, create: CallbackCreate): CreateResult {
  const { record, session, slot, activeLimit, origin, facts } = create;
  if (state.callbacks.has(record.id)) return 'exists';
  if (activeLimit !== null && othersActive(state, record) + 1 > activeLimit) return 'too-many';
  if (slot && taken(state, slot) >= slot.capacity) return 'slot-full';
  if (origin && !isCurrent(state.interactions, origin)) return 'stale';
  state.callbacks.set(record.id, record);
  if (slot) state.places.set(record.id, slot);
  if (origin) state.interactions.set(origin.record.id, origin.record);
  if (session) startSession(state, session);
  for (const fact of facts) addOnce(state.facts, fact);
  return 'created';
}

function othersActive(state: State, { service, customerNumber }: CallbackRecord): number {
  return [...state.callbacks.values()].filter(
    (other) =>
      other.service === service && other.customerNumber === customerNumber && other.state !== 'COMPLETED',
  ).length;
}

function taken(state: State, { service, slotAt }: SlotClaim): number {
  return [...state.places.values()].filter((place) => place.service === service && place.slotAt === slotAt)
    .length;
}

function scheduled(state: State): { at: number; record: CallbackRecord }[] {
  return [...state.callbacks.values()]
    .filter((record) => record.state === 'SCHEDULED')
    .flatMap((record) => (record.desiredAt === null ? [] : [{ at: record.desiredAt, record }]))
    .sort((a, b) => a.at - b.at);
}

/** The cursor is the id of the last callback of the page. */
function findCallbacks(state: State, query: CallbackQuery): CallbackPage {
  const all = newestFirst(state.callbacks.values(), ({ createdAt }) => createdAt);
  const before = all.findIndex(({ id }) => id === query.after);
  if (query.after !== undefined && before < 0)
    throw new RingbackError('BAD_REQUEST', { what: `the cursor "${query.after}"` });
  const found = all.slice(before + 1).filter((record) => meets(record, query));
  const records = found.slice(0, query.limit);
  return { records, cursor: found.length > query.limit ? (records.at(-1)?.id ?? null) : null };
}

function meets(
  record: CallbackRecord,
  { service, states, customerNumber, properties }: CallbackQuery,
): boolean {
  if (service !== undefined && record.service !== service) return false;
  if (states !== undefined && !states.includes(record.state)) return false;
  if (customerNumber !== undefined && record.customerNumber !== customerNumber) return false;
  if (properties === undefined) return true;
  const has: Record<string, string> = { ...record.userData, _customer_number: record.customerNumber };
  const wanted = Object.entries(properties.pairs);
  const matches = ([key, value]: [string, string]): boolean => has[key] === value;
  return properties.operand === 'AND' ? wanted.every(matches) : wanted.some(matches);
}
