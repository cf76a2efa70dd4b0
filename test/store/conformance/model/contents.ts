import fc from 'fast-check';

import type { CallbackRecord, InteractionRecord } from '../../../../src/callback/record.ts';
import type { Delivery, SessionStart } from '../../../../src/store/sessions.ts';
import { callback, delivery, event, fact, interaction, session, T0 } from '../make.ts';
import type { Model } from './model.ts';

/** Few ids of each kind, so that operations meet. */
export const sessionIds = ['s1', 's2', 's3', 's4'];
export const callbackIds = ['c1', 'c2', 'c3', 'c4', 'c5'];
export const legIds = ['i1', 'i2', 'i3'];
export const eventIds = ['e1', 'e2', 'e3', 'e4'];
export const services = ['classic', 'sales'];
export const numbers = ['+12025550123', '+442079460000'];

export const oneOf = <Value>(values: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);
export const few = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> =>
  fc.array(value, { maxLength: 2 });
export const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(value, { freq: 2 });

export const seldom = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });

/** Mostly one of `ids` that is known when its turn comes. */
export const mostlyKnown = (
  ids: readonly string[],
): fc.Arbitrary<(isKnown: (id: string) => boolean) => string> =>
  fc.tuple(oneOf(ids), fc.nat({ max: 9 })).map(([id, n]) => (isKnown) => {
    const known = ids.filter(isKnown);
    return n === 9 ? id : (known[n % known.length] ?? id);
  });

export const instants = [0, 10, 20, 30, 40].map((ms) => T0 + ms);
export const instant = oneOf(instants);

/** When a callback comes due: an instant of its own for each id, since the port orders no others. */
export const desiredAt = (id: string, at: number): number => at + callbackIds.indexOf(id);

/** How far from the current version (or sequence number) a change builds: mostly on it. */
export const drift = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: oneOf([-1, 1]) },
);

export const deliveries: fc.Arbitrary<Delivery[]> = few(
  fc.tuple(oneOf(sessionIds), oneOf(eventIds)).map(([sessionId, id]) => delivery(sessionId, id)),
);

export const facts = few(
  fc.record({
    id: oneOf(['f1', 'f2', 'f3', 'f4', 'f5']),
    at: instant,
    kind: oneOf(['attempt', 'wait']),
    callbackId: maybe(oneOf(callbackIds)),
  }),
).map((list) => list.map(({ id, ...rest }) => fact(id, rest)));

export const sessionStart: fc.Arbitrary<SessionStart> = fc
  .tuple(oneOf(sessionIds), maybe(oneOf(callbackIds)), few(oneOf(eventIds)), fc.option(instant, { freq: 7 }))
  .map(([id, callbackId, events, plannedFor]) =>
    session(
      id,
      { callbackId, ...(plannedFor === null ? {} : { status: 'planned', startedAt: plannedFor }) },
      events.map((eventId) => event(eventId)),
    ),
  );

/** What changes may change in a callback. */
const callbackContent = fc
  .record({
    state: oneOf(['SCHEDULED', 'SCHEDULED', 'QUEUED', 'ROUTING', 'PROCESSING', 'COMPLETED'] as const),
    customerNumber: oneOf(numbers),
    desired: maybe(instant),
    userData: oneOf<Record<string, string>>([{}, { lang: 'de' }, { lang: 'fr', tier: 'gold' }]),
  })
  .map(({ desired, ...content }) => (id: string): Partial<CallbackRecord> => ({
    ...content,
    desiredAt: desired === null ? null : desiredAt(id, desired),
    reason: content.state === 'COMPLETED' ? 'CANCELLED' : null,
  }));

export const newCallback: fc.Arbitrary<CallbackRecord> = fc
  .tuple(oneOf(callbackIds), callbackContent, oneOf(services), instant)
  .map(([id, content, service, createdAt]) => callback(id, { ...content(id), service, createdAt }))
  .filter(({ state }) => state !== 'COMPLETED');

interface RecordChange<Row> {
  expectedVersion: number;
  record: Row;
}

/** A change of a callback as it is stored when its turn comes; of one that is not stored, too. */
export const callbackChange = fc
  .tuple(mostlyKnown(callbackIds), callbackContent, drift)
  .map(([which, content, away]) => (model: Model): RecordChange<CallbackRecord> => {
    const id = which((one) => model.callbacks.get(one) !== null);
    const stored = model.callbacks.get(id) ?? callback(id);
    const expectedVersion = stored.version + away;
    return { expectedVersion, record: { ...stored, ...content(id), version: expectedVersion + 1 } };
  });

export const newLeg: fc.Arbitrary<InteractionRecord> = fc
  .tuple(oneOf(legIds), instant)
  .map(([id, arrivedAt]) => interaction(id, { arrivedAt }));

export const legChange = fc
  .tuple(mostlyKnown(legIds), maybe(instant), maybe(oneOf(callbackIds)), drift)
  .map(([which, endedAt, callbackId, away]) => (model: Model): RecordChange<InteractionRecord> => {
    const id = which((one) => model.interactions.get(one) !== null);
    const stored = model.interactions.get(id) ?? interaction(id);
    const expectedVersion = stored.version + away;
    return { expectedVersion, record: { ...stored, endedAt, callbackId, version: expectedVersion + 1 } };
  });
