import fc from 'fast-check';

import type { SlotChange } from '../../../../src/store/slots.ts';
import type { ThrottleTake } from '../../../../src/store/throttles.ts';
import { accessKey, agent, barredNumber, deposit, dialogRun, entry, revision, routing, T0 } from '../make.ts';
import { call, type Call, type Request } from './calls.ts';
import {
  callbackChange,
  deliveries,
  drift,
  facts,
  few,
  instant,
  legChange,
  maybe,
  mostlyKnown,
  newCallback,
  newLeg,
  numbers,
  oneOf,
  seldom,
  sessionIds,
  sessionStart,
} from './contents.ts';
import type { Model } from './model.ts';
import { queries } from './queries.ts';
import { stepCommit } from './step-requests.ts';

/** One whose words do not depend on what is stored. */
const always =
  (worded: Call): Request =>
  () =>
    worded;

const start = fc
  .tuple(sessionStart, few(newLeg))
  .map(([session, legs]) => always(call('sessions', 'start', session, legs)));

const post = deliveries.map((list) => always(call('sessions', 'post', list)));

const fireTimers = fc
  .tuple(instant, fc.integer({ min: 1, max: 3 }))
  .map(([until, limit]) => always(call('sessions', 'fireTimers', until, limit)));

const moveStart = fc.tuple(mostlyKnown(sessionIds), instant).map(([which, at]): Request => (model) => {
  const id = which((one) => model.sessions.get(one)?.status === 'planned');
  return call('sessions', 'moveStart', id, at);
});

/** The first action of a step is an at-most-once one. */
const actionId = fc
  .tuple(oneOf(sessionIds), fc.integer({ min: 1, max: 4 }))
  .map(([sessionId, seq]) => `${sessionId}.${seq}.0`);

const claim = fc
  .tuple(fc.nat({ max: 3 }), actionId, oneOf(['n1', 'n2']), maybe(callbackChange))
  .map(([n, id, node, change]): Request => (model) => {
    const open = model.outbox.open().filter(({ mode }) => mode === 'at-most-once');
    const callback = change?.(model) ?? null;
    return call('outbox', 'claim', { actionId: open[n % open.length]?.id ?? id, node, at: T0 + n, callback });
  });

const finish = actionId.map((id) => always(call('outbox', 'finish', id)));

/** Mostly of the same slot. */
const slotClaim = fc.record({
  service: oneOf(['classic', 'classic', 'classic', 'sales']),
  slotAt: oneOf([T0, T0, T0, T0 + 20]),
  capacity: oneOf([3, 3, 2, 1, 0]),
});

const slotChange: fc.Arbitrary<SlotChange> = fc.oneof(oneOf<SlotChange>(['keep', 'free']), slotClaim);

/** Instants of takes do not go back in a history. */
const latestTake = new WeakMap<Model, number>();

/** Few ids and keys, windows that are soon over. */
const plannedTake: fc.Arbitrary<ThrottleTake> = fc.record({
  id: oneOf(['t1', 't2', 't3', 't4', 't5', 't6']),
  at: instant,
  claims: few(
    fc.record({
      scope: oneOf(['service', 'number']),
      key: oneOf(['classic', 'classic', 'sales']),
      windows: few(fc.record({ lengthMs: oneOf([10, 20, 40]), limit: oneOf([2, 1, 3, 0]) })),
    }),
  ),
});

const take = plannedTake.map((planned) => (model: Model): ThrottleTake => {
  const at = Math.max(planned.at, latestTake.get(model) ?? 0) + (planned.at % 3);
  latestTake.set(model, at);
  return { ...planned, at };
});

const takeThrottle = take.map(
  (taken): Request =>
    (model) =>
      call('throttles', 'take', taken(model)),
);
const giveBack = plannedTake.map(({ id }) => always(call('throttles', 'giveBack', id)));

const create = fc
  .record({
    record: newCallback,
    session: maybe(sessionStart),
    follower: seldom(sessionStart),
    slot: fc.option(slotClaim),
    throttle: seldom(take),
    activeLimit: oneOf([null, null, 1, 2]),
    origin: seldom(legChange),
    facts,
  })
  .map(({ origin, throttle, ...rest }): Request => (model) => {
    const together = { origin: origin?.(model) ?? null, throttle: throttle?.(model) ?? null };
    return call('callbacks', 'create', { ...rest, ...together });
  });

const change = fc
  .tuple(callbackChange, deliveries, maybe(sessionStart), slotChange, facts)
  .map(([changed, told, session, slot, added]): Request => (model) => {
    // Events of the session it starts come with its start.
    const others = told.filter(({ sessionId }) => sessionId !== session?.row.id);
    const rest = { deliveries: others, session, slot, facts: added };
    return call('callbacks', 'change', { ...changed(model), ...rest });
  });

const addLeg = newLeg.map((leg) => always(call('interactions', 'add', leg)));

const changeLeg = fc.tuple(legChange, deliveries).map(([changed, told]): Request => (model) => {
  const { expectedVersion, record } = changed(model);
  return call('interactions', 'change', expectedVersion, record, told);
});

const runKeys = ['k1', 'k2'];

const openRun = fc
  .tuple(oneOf(runKeys), oneOf(['offer', 'confirm']))
  .map(([key, step]) => always(call('dialogRuns', 'open', dialogRun(key, { step }))));

const advanceRun = fc
  .tuple(mostlyKnown(runKeys), drift, fc.boolean(), deliveries)
  .map(([which, away, ends, told]): Request => (model) => {
    const key = which((one) => model.dialogRuns.get(one) !== null);
    const run = model.dialogRuns.get(key) ?? dialogRun(key);
    const from = run.revision + away;
    const status = ends ? 'ended' : 'open';
    return call('dialogRuns', 'advance', from, { ...run, revision: from + 1, status }, told);
  });

const agents = oneOf(['1001', '1002']);
const entries = oneOf(['q1', 'q2']);

const route = fc
  .record({
    messageId: oneOf(['m1', 'm2', 'm3', 'm4', 'm5', 'm6']),
    away: drift,
    agent: fc.tuple(agents, oneOf(['ready', 'busy'] as const)),
    entry: fc.tuple(entries, oneOf(['waiting', 'talking'] as const)),
    handled: fc.nat({ max: 3 }),
    removes: fc.boolean(),
    told: deliveries,
  })
  .map((of): Request => (model) => {
    const [agentId, state] = of.agent;
    const [entryId, mode] = of.entry;
    const change = of.removes
      ? { agents: [], entries: [], removedAgents: [agentId], removedEntries: [entryId], stats: [] }
      : {
          agents: [agent(agentId, { state })],
          entries: [entry(entryId, { mode })],
          removedAgents: [],
          removedEntries: [],
          stats: [{ queue: 'classic', handleMs: null, handled: of.handled }],
        };
    const rest = { change, decisions: [{ agentId }], deliveries: of.told };
    return call('routing', 'commit', routing(of.messageId, model.routing.load().seq + of.away, rest));
  });

const addFacts = facts.map((list) => always(call('facts', 'add', list)));

const publish = fc
  .record({ hash: oneOf(['h1', 'h2']), publishedAt: instant })
  .map((set) => always(call('sets', 'publish', { ...set, files: { 'dialogs/classic.yaml': set.hash } })));

const keepSecret = fc
  .record({ name: oneOf(['dialog-runs', 'other']), value: oneOf(['a', 'b', 'c']) })
  .map((secret) => always(call('secrets', 'keep', secret)));

const revise = drift.map(
  (away): Request =>
    (model) =>
      call('revisions', 'add', revision(Math.max(1, model.revisions.head() + 1 + away))),
);

const putKey = fc
  .tuple(oneOf(['ada', 'ben']), drift, maybe(instant))
  .map(([id, away, revokedAt]): Request => (model) => {
    const from = (model.keys.get(id)?.version ?? 0) + away;
    return call('keys', 'put', from, accessKey(id, { version: from + 1, revokedAt }));
  });

const putBarred = fc
  .tuple(oneOf(numbers), drift, fc.boolean())
  .map(([number, away, listed]): Request => (model) => {
    const from = (model.doNotCall.get(number)?.version ?? 0) + away;
    return call('doNotCall', 'put', from, barredNumber(number, { version: from + 1, listed }));
  });

const keepUtterance = fc
  .record({ id: oneOf(['u1', 'u2']), base64: oneOf(['AAAA', 'BBBB']) })
  .map((said) => always(call('utterances', 'keep', { at: T0, type: 'audio/x-wav', ...said })));

const depositIds = ['d1', 'd2', 'd3'];

/** Of an id always the same kind. */
const putDeposit = fc
  .tuple(oneOf(depositIds), drift, instant)
  .map(([id, away, expiresAt]): Request => (model) => {
    const from = (model.deposits.get(id)?.version ?? 0) + away;
    const kind = id === 'd1' ? 'storage' : 'subscription';
    return call('deposits', 'put', from, deposit(id, { kind, version: from + 1, expiresAt }));
  });
const removeDeposit = mostlyKnown(depositIds).map(
  (which): Request =>
    (model) =>
      call(
        'deposits',
        'remove',
        which((one) => model.deposits.get(one) !== null),
      ),
);
const purgeDeposits = instant.map((until) => always(call('deposits', 'purge', until, 100)));

/** Operations with ids that collide, on versions that are mostly the current ones. */
export const requests: fc.Arbitrary<Request> = fc.oneof(
  { weight: 6, arbitrary: start },
  { weight: 4, arbitrary: moveStart },
  { weight: 20, arbitrary: stepCommit },
  { weight: 2, arbitrary: post },
  { weight: 3, arbitrary: fireTimers },
  { weight: 12, arbitrary: claim },
  { weight: 1, arbitrary: finish },
  { weight: 8, arbitrary: create },
  { weight: 6, arbitrary: change },
  { weight: 4, arbitrary: takeThrottle },
  { weight: 3, arbitrary: giveBack },
  { weight: 3, arbitrary: addLeg },
  { weight: 2, arbitrary: changeLeg },
  { weight: 2, arbitrary: openRun },
  { weight: 2, arbitrary: advanceRun },
  { weight: 3, arbitrary: route },
  { weight: 1, arbitrary: addFacts },
  { weight: 1, arbitrary: publish },
  { weight: 1, arbitrary: keepSecret },
  { weight: 4, arbitrary: revise },
  { weight: 2, arbitrary: putKey },
  { weight: 3, arbitrary: putBarred },
  { weight: 1, arbitrary: keepUtterance },
  { weight: 6, arbitrary: fc.oneof(putDeposit, putDeposit, removeDeposit, purgeDeposits) },
  { weight: 8, arbitrary: queries.map(always) },
);
