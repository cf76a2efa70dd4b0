import fc from 'fast-check';

import type { ActionRow, SessionEvent, StepCommit } from '../../../../src/store/sessions.ts';
import { action, event, step, timer } from '../make.ts';
import { call, type Request } from './calls.ts';
import {
  callbackChange,
  deliveries,
  drift,
  eventIds,
  facts,
  few,
  instant,
  legChange,
  mostlyKnown,
  oneOf,
  seldom,
  sessionIds,
} from './contents.ts';
import type { Model } from './model.ts';

const timerKeys = oneOf(['retry', 'ttl']);

const plan = fc.record({
  session: mostlyKnown(sessionIds),
  away: drift,
  takes: fc.oneof(
    { weight: 3, arbitrary: fc.constant('the oldest' as const) },
    { weight: 1, arbitrary: fc.constant('none' as const) },
    { weight: 2, arbitrary: oneOf(eventIds) },
  ),
  status: fc.oneof(
    { weight: 10, arbitrary: fc.constant('running' as const) },
    { weight: 1, arbitrary: oneOf(['finished', 'failed'] as const) },
  ),
  at: instant,
  sets: fc.uniqueArray(fc.tuple(timerKeys, instant), { maxLength: 2, selector: ([key]) => key }),
  clears: few(timerKeys),
  actions: fc.nat({ max: 2 }),
  /** Which of the open actions it closes, of whatever session. */
  completes: few(fc.nat({ max: 5 })),
  callback: seldom(callbackChange),
  leg: seldom(legChange),
  told: deliveries,
  facts,
});
type Plan = typeof plan extends fc.Arbitrary<infer Value> ? Value : never;

export const stepCommit: fc.Arbitrary<Request> = plan.map(
  (planned) => (model) => call('sessions', 'commit', commitOf(planned, model)),
);

function commitOf(planned: Plan, model: Model): StepCommit {
  const { status } = planned;
  const sessionId = planned.session((id) => {
    const is = model.sessions.get(id)?.status;
    return is === 'running' || (is === 'planned' && status !== 'running');
  });
  const from = (model.sessions.get(sessionId)?.seq ?? 0) + planned.away;
  const leg = planned.leg?.(model);
  return step(sessionId, from, takenBy(planned, model.sessions.inbox(sessionId)), {
    status,
    finishedAt: status === 'running' ? null : planned.at,
    timers: {
      set: planned.sets.map(([key, dueAt]) => timer(sessionId, key, dueAt)),
      clear: planned.clears,
    },
    actions: actionsOf(planned, sessionId, from + 1),
    completes: planned.completes.map((n) => model.outbox.open()[n]?.id ?? 'unknown'),
    callback: planned.callback?.(model) ?? null,
    interactions: leg ? [leg] : [],
    deliveries: planned.told,
    facts: planned.facts,
  });
}

function takenBy({ takes }: Plan, inbox: SessionEvent[]): SessionEvent | null {
  if (takes === 'none') return null;
  return takes === 'the oldest' ? (inbox[0] ?? null) : event(takes);
}

function actionsOf({ actions, at }: Plan, sessionId: string, seq: number): ActionRow[] {
  return Array.from({ length: actions }, (_, index) =>
    action(`${sessionId}.${seq}.${index}`, sessionId, {
      seq,
      index,
      mode: index === 0 ? 'at-most-once' : 'repeatable',
      createdAt: at,
    }),
  );
}
