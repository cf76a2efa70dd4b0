import { callerNumber, numberRules } from '../callback/numbers.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { DialogRun } from '../store/dialog-runs.ts';
import { askCancel, askCheckCode, askMove, askMyCallback } from './ask-booked.ts';
import { askDays, askLater, askOfficeHours, askTimes } from './ask-times.ts';
import {
  askAgentNow,
  askAgentState,
  askDispose,
  askDispositions,
  askReasons,
  askSignIn,
} from './ask-agent.ts';
import { askAnswerPreview, askPreview } from './ask-preview.ts';
import { askWhisper } from './ask-whisper.ts';
import { bookCallback } from './book-callback.ts';
import { askAccessCode, askExpectedCall } from './match-call.ts';
import type { App } from './ports.ts';
import { noteOffer } from './offers.ts';
import { refusalOf } from './never-called.ts';
import { testNumber } from './test-number.ts';
import { isPromised } from './office.ts';
import { serviceNamed } from './services.ts';
import { waitMethodOf, waitTime } from './wait-time.ts';

/** What a dialog's `ask` gets back: which way to go on, and what it knows from then on. */
export interface Answer {
  outcome: string;
  values: JsonObject;
}

/** `values`: what the dialog knows so far. */
type Question = (app: App, asked: { run: DialogRun; values: JsonObject }) => Promise<Answer>;

interface QuestionEntry {
  /** Every outcome it can have, for the check of dialogs. */
  outcomes: readonly string[];
  ask: Question;
}

/** The questions that dialogs can ask the server. */
export const questions: Readonly<Record<string, QuestionEntry>> = {
  /**
   * How long the caller would wait: `wait.seconds` is expected, `wait.p80` kept four times out of five. `wait.at` is
   * when it was reckoned, epoch ms. `wait.closed`: somebody who books now would not be called before the office closes.
   */
  'wait-time': { outcomes: ['known'], ask: askWaitTime },
  /** Keeps as a fact that a callback is being offered: `offeredAt`, epoch ms. What becomes of it is kept at the end. */
  'note-offer': { outcomes: ['noted'], ask: noteOffer },
  /** Can the calling number be called back? */
  'caller-number': { outcomes: ['known', 'unknown'], ask: askCallerNumber },
  /** Can the number in `phone`, as keyed, be called back? */
  'check-number': { outcomes: ['ok', 'refused'], ask: askCheckNumber },
  /** Books a callback to `phone`, and does so once however often a run asks. */
  book: { outcomes: ['booked', 'taken', 'full', 'too-many', 'failed'], ask: bookCallback },
  /** Is the office open now? When not, `office.opensAt` is when it will be. */
  'office-hours': { outcomes: ['open', 'closed'], ask: askOfficeHours },
  /** Days, and times of the chosen `day`, at which a callback can be booked; and where later ones begin. */
  days: { outcomes: ['some', 'none'], ask: askDays },
  times: { outcomes: ['some', 'none'], ask: askTimes },
  later: { outcomes: ['later', 'none'], ask: askLater },
  /** The callback that waits for `phone`, if there is one. */
  'my-callback': { outcomes: ['scheduled', 'queued', 'none'], ask: askMyCallback },
  /** Does the caller know the code of that callback? Asked before it is moved or cancelled. */
  'check-code': { outcomes: ['right', 'wrong', 'locked'], ask: askCheckCode },
  /** Is the caller a customer who was told to call? The call is that callback's then. */
  'expected-call': { outcomes: ['matched', 'code', 'unknown'], ask: askExpectedCall },
  /** The same by the code that was keyed (`code`). */
  'access-code': { outcomes: ['matched', 'wrong', 'locked'], ask: askAccessCode },
  'move-callback': { outcomes: ['moved', 'taken', 'failed'], ask: askMove },
  'cancel-callback': { outcomes: ['cancelled', 'failed'], ask: askCancel },
  /** The callback that the agent on this call looks at before it is dialled, and what the agent says of it. */
  preview: { outcomes: ['offered', 'none'], ask: askPreview },
  'answer-preview': { outcomes: ['taken', 'none'], ask: askAnswerPreview },
  /** The callback that the agent on this call was rung for. */
  whisper: { outcomes: ['offered', 'none'], ask: askWhisper },
  /** An agent at a phone: who is it, how does the agent stand, and what is to become of it? */
  'agent-sign-in': { outcomes: ['in', 'wrong', 'locked'], ask: askSignIn },
  'agent-now': { outcomes: ['ready', 'not-ready', 'logged-out', 'engaged', 'gone'], ask: askAgentNow },
  'agent-state': { outcomes: ['taken', 'refused'], ask: askAgentState },
  'agent-reasons': { outcomes: ['some', 'none'], ask: askReasons },
  'agent-dispositions': { outcomes: ['some', 'none'], ask: askDispositions },
  'agent-dispose': { outcomes: ['taken', 'none'], ask: askDispose },
};

async function askWaitTime(app: App, { run }: { run: DialogRun }): Promise<Answer> {
  const service = serviceNamed(app, run.service);
  const call = run.interactionId === null ? null : await app.store.interactions.get(run.interactionId);
  const method = waitMethodOf(service.options);
  const asked = { placeAt: call?.arrivedAt ?? null, method, entryId: run.interactionId };
  const wait = await waitTime(app, service.queue, asked);
  const closed = !service.enabled || !isPromised(app, service.options, wait.seconds * 1000);
  return {
    outcome: 'known',
    values: {
      wait: { ...wait, at: wait.inputs.at, closed } as unknown as JsonObject,
      service: { offerThreshold: service.offerThresholdS },
    },
  };
}

async function askCallerNumber(
  app: App,
  { run, values }: { run: DialogRun; values: JsonObject },
): Promise<Answer> {
  const rules = numberRules(serviceNamed(app, run.service).options);
  const call = run.interactionId === null ? null : await app.store.interactions.get(run.interactionId);
  const phone = callerNumber(call?.from ?? numberOf(values['caller']), rules);
  return phone === null || (await refusalOf(app, run.service, phone))
    ? { outcome: 'unknown', values: {} }
    : { outcome: 'known', values: { phone } };
}

/** What a foreign browser told of its caller: `caller.number`. */
function numberOf(caller: Json | undefined): string {
  if (!caller || typeof caller !== 'object' || Array.isArray(caller)) return '';
  return typeof caller['number'] === 'string' ? caller['number'] : '';
}

async function askCheckNumber(app: App, asked: { run: DialogRun; values: JsonObject }): Promise<Answer> {
  const { service } = asked.run;
  const { phone } = asked.values;
  const [tested] = await testNumber(app, typeof phone === 'string' ? phone : '', service);
  return tested?.allowed
    ? { outcome: 'ok', values: { phone: tested.number } }
    : { outcome: 'refused', values: { why: tested?.why ?? '' } };
}
