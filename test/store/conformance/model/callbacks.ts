import { callbackStates, type CallbackRecord } from '../../../../src/callback/record.ts';
import type {
  CallbackCreate,
  CallbackPage,
  CallbackQuery,
  CallbackStore,
  CreateResult,
  DueQuery,
  TimeRange,
} from '../../../../src/store/callbacks.ts';
import { RingbackError } from '../../../../src/core/errors.ts';
import type { Immediate } from './immediate.ts';
import { deliver, startSession } from './inbox.ts';
import { changeSlot, isFull, placeOf } from './slots.ts';
import { addOnce, isCurrent, newestFirst, type State } from './state.ts';
import { addTake, refusalOf } from './throttles.ts';

export function callbacksModel(state: State): Immediate<CallbackStore> {
  return {
    create: (create) => createCallback(state, create),
    get: (id) => state.callbacks.get(id) ?? null,
    change: (change) => {
      if (!isCurrent(state.callbacks, change)) return 'stale';
      const { record, slot } = change;
      if (!changeSlot(state, record.id, slot)) return 'slot-full';
      state.callbacks.set(record.id, record);
      if (change.session) startSession(state, change.session);
      deliver(state, change.deliveries);
      for (const fact of change.facts) addOnce(state.facts, fact);
      return 'changed';
    },
    find: (query) => findCallbacks(state, query),
    byDueTime: (query) => byDueTime(state, query),
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
  };
}

/** When several refusals apply, the first of: exists, the throttle's, too-many, slot-full, stale. */
function createCallback(state: State, create: CallbackCreate): CreateResult {
  const { record, session, slot, throttle, activeLimit, origin, facts, follower } = create;
  if (state.callbacks.has(record.id)) return 'exists';
  const throttled = throttle && refusalOf(state, throttle);
  if (throttled) return throttled;
  if (activeLimit !== null && othersActive(state, record) + 1 > activeLimit) return 'too-many';
  if (slot && isFull(state, slot)) return 'slot-full';
  if (origin && !isCurrent(state.interactions, origin)) return 'stale';
  state.callbacks.set(record.id, record);
  if (slot) state.places.set(record.id, placeOf(slot));
  if (throttle) addTake(state, throttle);
  if (origin) state.interactions.set(origin.record.id, origin.record);
  if (follower) startSession(state, follower);
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

function scheduled(state: State): { at: number; record: CallbackRecord }[] {
  return [...state.callbacks.values()]
    .filter((record) => record.state === 'SCHEDULED')
    .flatMap((record) => (record.desiredAt === null ? [] : [{ at: record.desiredAt, record }]))
    .sort((a, b) => a.at - b.at);
}

/** The cursor is the id of the last callback of the page. */
function findCallbacks(state: State, query: CallbackQuery): CallbackPage {
  const all = newestFirst(state.callbacks.values(), ({ createdAt }) => createdAt);
  return pageOf(all, query, (record) => meets(record, query));
}

function byDueTime(state: State, query: DueQuery): CallbackPage {
  const all = [...state.callbacks.values()]
    .filter(({ desiredAt }) => desiredAt !== null)
    .sort((a, b) => Number(a.desiredAt) - Number(b.desiredAt));
  const meetsIt = ({ service, desiredAt }: CallbackRecord): boolean =>
    (query.service ?? service) === service && isWithin(Number(desiredAt), query.due);
  return pageOf(all, query, meetsIt);
}

function pageOf(
  all: CallbackRecord[],
  { after, limit }: { after?: string; limit: number },
  isMet: (record: CallbackRecord) => boolean,
): CallbackPage {
  const before = all.findIndex(({ id }) => id === after);
  if (after !== undefined && before < 0)
    throw new RingbackError('BAD_REQUEST', { what: `the cursor "${after}"` });
  const found = all.slice(before + 1).filter(isMet);
  const records = found.slice(0, limit);
  return { records, cursor: found.length > limit ? (records.at(-1)?.id ?? null) : null };
}

function isWithin(at: number, { from = -Infinity, before = Infinity }: TimeRange = {}): boolean {
  return at >= from && at < before;
}

function meets(
  record: CallbackRecord,
  { service, states, customerNumber, properties, arrival }: CallbackQuery,
): boolean {
  if (service !== undefined && record.service !== service) return false;
  if (states !== undefined && !states.includes(record.state)) return false;
  if (customerNumber !== undefined && record.customerNumber !== customerNumber) return false;
  if (!isWithin(record.createdAt, arrival)) return false;
  if (properties === undefined) return true;
  const has: Record<string, string> = { ...record.userData, _customer_number: record.customerNumber };
  const wanted = Object.entries(properties.pairs);
  const matches = ([key, value]: [string, string]): boolean => has[key] === value;
  return properties.operand === 'AND' ? wanted.every(matches) : wanted.some(matches);
}
