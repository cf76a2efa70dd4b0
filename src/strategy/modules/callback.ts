import { attemptEnded, changed, changeState, complete, openAttempt } from '../../callback/life.ts';
import {
  callbackReasons,
  callbackStates,
  dialResults,
  type CallbackReason,
  type CallbackRecord,
  type DialResult,
} from '../../callback/record.ts';
import { attachedData } from '../../callback/user-data.ts';
import { userEvent } from '../../callback/user-events.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import {
  attributesOf,
  elementSpec,
  textOf,
  type Records,
  type StrategyModule,
  type Tools,
} from '../module.ts';

/** Ours: what becomes of the callback's record. Nothing here acts outside; all of it is part of the step's commit. */
export const callbackModule: StrategyModule = {
  name: 'callback',
  namespaces: ['urn:ringback:modules:callback'],
  does: 'Ours: what becomes of the record of a callback. All of it is part of the commit of the step; there are no events.',
  functions: {},
  constants: {},
  elements: {
    state: {
      spec: elementSpec(['name', 'why'], ['name']),
      about: {
        does: 'The callback is in that state (SCHEDULED, QUEUED, ROUTING, PROCESSING), and why.',
        events: [],
        errors: [],
      },
      apply: ({ attributes }, records) =>
        change(records, (record) => {
          const state = oneOf(callbackStates, textOf(attributes, 'name'));
          if (!state || state === 'COMPLETED') return record;
          return changeState(record, state, textOf(attributes, 'why'), records.now);
        }),
    },
    attempt: {
      spec: elementSpec(['result', 'detail'], ['result']),
      about: { does: 'The attempt is over, with that dial result.', events: [], errors: [] },
      apply: ({ attributes }, records) =>
        change(records, (record) => {
          const result: DialResult = oneOf(dialResults, textOf(attributes, 'result')) ?? 'UNKNOWN';
          const attempt = openAttempt(record);
          if (!attempt) return record;
          const detail = textOf(attributes, 'detail') || null;
          const ended = attemptEnded(record, { attemptId: attempt.id, result, detail }, records.now);
          // The attempt is over, the leg is not: the customer is still on it.
          return result === 'CONNECTED' ? { ...ended, interactionId: attempt.id } : ended;
        }),
    },
    complete: {
      spec: elementSpec(['reason', 'why'], ['reason']),
      about: {
        does: 'The callback is COMPLETED, for that reason; the last of its user events is kept for reports.',
        events: [],
        errors: [],
      },
      apply: ({ attributes }, records) =>
        change(records, (record) => {
          const reason: CallbackReason = oneOf(callbackReasons, textOf(attributes, 'reason')) ?? 'FAIL_ERROR';
          const over = complete(record, reason, textOf(attributes, 'why'), records.now);
          records.facts.push(userEvent(over, true));
          return over;
        }),
    },
    attach: {
      spec: elementSpec(['interactionid'], ['interactionid']),
      about: {
        does: 'User data of the callback hang on that call, as `_attach_udata` has it.',
        events: [],
        errors: [],
      },
      apply: ({ attributes }, { callback, interactions }) => {
        const leg = interactions.get(textOf(attributes, 'interactionid'));
        if (!callback || !leg || leg.endedAt !== null) return;
        const userData = { ...leg.userData, ...attachedData(callback) };
        interactions.set(leg.id, { ...leg, version: leg.version + 1, userData });
      },
      mode: 'repeatable',
      outlives: true,
      run: attach,
      recover: attach,
    },
    why: {
      spec: elementSpec(['text'], ['text']),
      about: { does: 'Why it is as it is, in a sentence.', events: [], errors: [] },
      apply: ({ attributes }, records) =>
        change(records, (record) => changed(record, { why: textOf(attributes, 'text') }, records.now)),
    },
  },
};

/** The call takes what its record has of them. Doing it again changes nothing. */
async function attach(action: ActionRow, session: SessionRow, { app }: Tools): Promise<void> {
  const call = app.switch.call(textOf(attributesOf(action), 'interactionid'));
  const id = call && !call.ended ? session.callbackId : null;
  const record = id === null ? null : await app.store.callbacks.get(id);
  if (record) await call?.attach(attachedData(record));
  await app.store.outbox.finish(action.id);
}

/** A final record is never changed again: a cancel through the API has the last word. */
function change(records: Records, next: (record: CallbackRecord) => CallbackRecord): void {
  if (records.callback && records.callback.state !== 'COMPLETED') records.callback = next(records.callback);
}

function oneOf<T extends string>(values: readonly T[], value: string): T | undefined {
  return values.find((known) => known === value);
}
