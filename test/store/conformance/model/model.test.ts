import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Store } from '../../../../src/store/store.ts';
import { describeCallbackChange } from '../callback-change.ts';
import { describeCallbackCreate } from '../callback-create.ts';
import { describeCallbackFind } from '../callback-find.ts';
import { describeDeposits } from '../deposits.ts';
import { describeDialogRuns } from '../dialog-runs.ts';
import { describeFacts } from '../facts.ts';
import { describeInbox } from '../inbox.ts';
import { describeInteractions } from '../interactions.ts';
import { describeDoNotCall } from '../do-not-call.ts';
import { describeKeys } from '../keys.ts';
import { describeOutbox } from '../outbox.ts';
import { describePlannedSessions } from '../planned-sessions.ts';
import { describeRaces } from '../races.ts';
import { describeRevisions } from '../revisions.ts';
import { describeRouting } from '../routing.ts';
import { describeScheduled } from '../scheduled.ts';
import { describeSecrets } from '../secrets.ts';
import { describeSessionEnd } from '../session-end.ts';
import { describeSessionStart } from '../session-start.ts';
import { describeSets } from '../sets.ts';
import { describeSlots } from '../slots.ts';
import { describeStepCommit } from '../step-commit.ts';
import { describeTimers } from '../timers.ts';
import { describeUtterances } from '../utterances.ts';
import { createModel } from './model.ts';
import { requests } from './requests.ts';

/** The model behind promises. */
async function openModel(): Promise<Store> {
  const later = (part: object): unknown =>
    new Proxy(part, {
      get:
        (target, name) =>
        async (...args: unknown[]) =>
          (Reflect.get(target, name) as (...args: unknown[]) => unknown)(...args),
    });
  const parts = Object.entries(createModel()).map(([name, part]) => [name, later(part)]);
  return Object.assign(Object.fromEntries(parts), { close: async () => undefined }) as Store;
}

describe('the model', () => {
  const examples = [
    describeSessionStart,
    describePlannedSessions,
    describeInbox,
    describeStepCommit,
    describeSessionEnd,
    describeTimers,
    describeOutbox,
    describeRaces,
    describeCallbackCreate,
    describeCallbackChange,
    describeCallbackFind,
    describeScheduled,
    describeSlots,
    describeInteractions,
    describeDialogRuns,
    describeRouting,
    describeSets,
    describeSecrets,
    describeRevisions,
    describeKeys,
    describeDoNotCall,
    describeUtterances,
    describeDeposits,
    describeFacts,
  ];
  for (const example of examples) example(openModel);
});

describe('random histories', () => {
  it('meet every answer that a change can get', async () => {
    const met = new Map<string, number>();
    const histories = fc.sample(fc.array(requests, { minLength: 40, maxLength: 40 }), {
      numRuns: 100,
      seed: 1,
    });
    for (const history of histories) {
      const model = createModel();
      for (const request of history) {
        const call = request(model);
        const answer = await call.of(model);
        const said = `${call.name}: ${JSON.stringify(answer)}`;
        if (typeof answer === 'string') met.set(said, (met.get(said) ?? 0) + 1);
      }
    }
    const rare = Object.entries({
      'sessions.start': ['started', 'exists'],
      'sessions.moveStart': ['moved', 'begun', 'unknown'],
      'sessions.commit': ['committed', 'stale', 'duplicate', 'record-stale'],
      'outbox.claim': ['claimed', 'not-pending', 'record-stale'],
      'callbacks.create': ['created', 'exists', 'slot-full', 'too-many', 'stale'],
      'callbacks.change': ['changed', 'stale', 'slot-full'],
      'throttles.take': ['taken'],
      'throttles.giveBack': ['given-back', 'unknown'],
      'interactions.add': ['added', 'exists'],
      'interactions.change': ['changed', 'stale'],
      'dialogRuns.open': ['opened', 'exists'],
      'dialogRuns.advance': ['advanced', 'stale'],
      'revisions.add': ['added', 'stale'],
      'keys.put': ['put', 'stale'],
      'deposits.put': ['put', 'stale'],
      'deposits.remove': ['removed', 'unknown'],
      'doNotCall.put': ['put', 'stale'],
      'routing.commit': ['committed', 'stale', 'duplicate'],
    }).flatMap(([name, answers]) =>
      answers.map((answer) => `${name}: "${answer}"`).filter((said) => (met.get(said) ?? 0) < 5),
    );
    expect(rare).toEqual([]);
  });
});
