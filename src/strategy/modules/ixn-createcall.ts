import { agentHeaders } from '../../app/leg-headers.ts';
import { mayDial } from '../../app/may-dial.ts';
import { withPlace } from '../../app/place-at-dial.ts';
import { dialResultOf } from '../../callback/dial-result.ts';
import { newInteraction } from '../../callback/interaction.ts';
import type { DialResult, InteractionRecord } from '../../callback/record.ts';
import { againAfter } from '../../callback/retry-rule.ts';
import { uuidOf } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import type { ActionRow, SessionRow } from '../../store/sessions.ts';
import type { CallEnd, Detected, DialAck, DialRequest, SwitchCall } from '../../switch/switch.ts';
import {
  attributesOf,
  flagOf,
  inBackground,
  numberOf,
  objectOf,
  refuse,
  textOf,
  type Tools,
} from '../module.ts';
import { askFarEnd, farEndOf } from './ixn-destination.ts';
import { pairsOf } from './ixn-userdata.ts';
import { noteRefusal, refusedLate, tellRefusal } from './refused-dial.ts';

/** How long an answered leg may take from the switch to our door, or back to it after a restart, ms. */
const DOOR_LIMIT_MS = 30_000;

/** How long an answering machine may take to its beep, ms. */
const BEEP_LIMIT_MS = 30_000;

/** After how long a dial that the switch refused late is tried again, ms. */
const REFUSED_RETRY_MS = 5_000;

/** What a session is told whose dial the switches have not taken for long: none was made. */
const noTurn = { why: 'no switch takes calls', seconds: 30 };

/** Between two attempts of a session that is no callback's, seconds. */
const USUAL_PAUSE_S = 600;

const results: Record<Detected, DialResult> = {
  person: 'PERSON',
  // Whoever answers and says nothing may be waiting for us to speak: the press of 1 will tell.
  silence: 'PERSON',
  machine: 'ANSWERING_MACHINE',
  fax: 'FAX',
  'error-tone': 'ERROR_TONE',
  'call-ended': 'PERSON',
};

/** The attempt's id: also the channel's UUID, so that an attempt can never ring twice. */
function legOf(action: ActionRow): string {
  return uuidOf('leg', action.id);
}

/** `ixn:createcall`: rings the customer, at most once. Waits for the outcome in the background. */
export async function createCall(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  if (tools.begun.has(action.id)) return reconcileCall(action, session, tools);
  const tooLong = (): void => inBackground(action, tools, () => closed(action, tools, noTurn));
  // One that is to be joined with a call does not queue behind those that are nobody's yet.
  if (besideOf(attributesOf(action), tools).beside !== undefined) await dial(action, session, tools);
  else if (tools.turns.take(action, tooLong)) {
    let ack: DialAck | null = null;
    try {
      ack = await dial(action, session, tools);
    } finally {
      tools.turns.answered(action.id, ack);
    }
  }
}

/** Null when no switch was asked. */
async function dial(action: ActionRow, session: SessionRow, tools: Tools): Promise<DialAck | null> {
  const { app } = tools;
  const to = isOwnCustomer(action, session)
    ? farEnd(action, session, tools)
    : await askFarEnd(attributesOf(action)['to'] ?? null, textOf(session.params, 'service'), app);
  if (typeof to === 'string') {
    await refuse(action, tools, { ...nobody, description: to });
    return null;
  }
  const claimed = await claim(action, session, tools);
  if (claimed.kind !== 'claimed') {
    await notClaimed(action, session, tools, claimed);
    return null;
  }
  tools.begun.add(action.id);
  const leg = newLeg(action, session, tools);
  await app.store.interactions.add(leg);
  const attributes = attributesOf(action);
  const timeoutS = numberOf(attributes, 'timeout', 30);
  const ack = await app.switch.dial({
    id: leg.id,
    to,
    callerId: { number: leg.from, name: textOf(objectOf(session.params, 'callerId'), 'name') },
    timeoutS,
    variables: { ringback_callback: session.callbackId ?? '' },
    headers: leg.party === 'agent' ? await agentHeaders(app, entryOf(session) ?? leg.id) : {},
    ...besideOf(attributes, tools),
  });
  if (ack.kind === 'refused') {
    const refused = { legId: leg.id, detail: ack.detail, retryMs: ack.retryMs ?? null };
    await noteRefusal(refused, session, tools);
    await letAgentGo(action, session, tools, 'failed');
    await tellRefusal(action, tools, refused);
  } else inBackground(action, tools, () => outcome(action, session, tools, timeoutS * 1000 + DOOR_LIMIT_MS));
  return ack;
}

/** The dial gate did not open: nothing was sent. */
async function notClaimed(
  action: ActionRow,
  session: SessionRow,
  tools: Tools,
  claimed: Exclude<Claimed, { kind: 'claimed' }>,
): Promise<void> {
  if (claimed.kind === 'closed') await closed(action, tools, claimed);
  if (claimed.kind === 'barred') await barred(action, tools, claimed.why);
  if (claimed.kind === 'refused')
    await fail(action, session, tools, { dialresult: 'CREATE_CALL_ERROR', why: claimed.why });
}

/** The leg that it is to be joined with later: the two have to be on one switch. */
function besideOf(attributes: JsonObject, { app }: Tools): { beside?: string } {
  const beside = textOf(objectOf(attributes, 'hints'), 'beside');
  return app.switch.call(beside) ? { beside } : {};
}

/** An agent who was reserved and does not answer is not offered the next call at once. */
async function letAgentGo(
  action: ActionRow,
  session: SessionRow,
  { router }: Tools,
  reason: 'rona' | 'failed',
): Promise<void> {
  const reserved = flagOf(objectOf(attributesOf(action), 'hints'), 'reserved', false);
  const entryId = entryOf(session);
  if (!reserved || entryId === null) return;
  await router.send({ type: 'release', id: `${legOf(action)}:release`, entryId, reason });
}

/** Who waits in the queue: the callback, or the caller who is on the line. */
function entryOf({ callbackId, interactionId }: SessionRow): string | null {
  return callbackId ?? interactionId;
}

const nobody = { error: 'invaliddestination', dialresult: 'CREATE_CALL_ERROR' };

/** The number of a callback was checked when it was booked, and is again at the dial gate; any other is checked here. */
function farEnd(action: ActionRow, session: SessionRow, { app }: Tools): DialRequest['to'] | string {
  const to = attributesOf(action)['to'] ?? null;
  if (isOwnCustomer(action, session)) {
    const number = textOf(session.params, 'customerNumber');
    const prefix = textOf(objectOf(session.params, 'options'), '_prefix_dial_out');
    return { kind: 'number', number, ...(prefix === '' ? {} : { prefix }) };
  }
  return farEndOf(to, textOf(session.params, 'service'), app);
}

function isOwnCustomer(action: ActionRow, session: SessionRow): boolean {
  return session.callbackId !== null && attributesOf(action)['to'] === session.params['customerNumber'];
}

function newLeg(action: ActionRow, session: SessionRow, tools: Tools): InteractionRecord {
  const attributes = attributesOf(action);
  const service = textOf(session.params, 'service');
  const { services } = tools.app.config();
  const to = farEnd(action, session, tools);
  const isPhone = typeof to === 'object' && to.kind === 'phone';
  const number = typeof to === 'object' && to.kind === 'number' ? to.number : textOf(attributes, 'to');
  return newInteraction(
    {
      id: legOf(action),
      direction: 'outbound',
      party: isPhone ? 'agent' : 'customer',
      switchName: '',
      from:
        textOf(attributes, 'from') || (services.find(({ name }) => name === service)?.callerId.number ?? ''),
      to: isPhone ? to.phone : number,
      service,
      userData: pairsOf(objectOf(attributes, 'udata')),
      sessionId: session.id,
      callbackId: session.callbackId,
    },
    tools.app.clock.now(),
  );
}

/** After a restart: the switch is asked, and what it does not know any more counts as used. */
export async function recoverCall(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const id = legOf(action);
  tools.begun.add(action.id);
  const known = await tools.app.store.interactions.get(id);
  if (known && known.endedAt !== null)
    return fail(action, session, tools, { dialresult: 'UNKNOWN', why: known.outcome?.cause ?? '' });
  inBackground(action, tools, async () => {
    const found = await tools.calls.lookup(id);
    if (found === 'gone' && !tools.calls.endOf(id))
      return fail(action, session, tools, {
        dialresult: 'UNKNOWN',
        why: 'the switch does not know the call any more',
      });
    return outcome(action, session, tools, CALL_LIMIT_MS);
  });
}

/**
 * The store may have lost that the attempt was begun. One that a switch has, or that this process began, is begun (and
 * counted) in the store again; when the call is gone, its outcome is UNKNOWN. Any other was never begun.
 */
export async function reconcileCall(action: ActionRow, session: SessionRow, tools: Tools): Promise<void> {
  const found = await tools.calls.lookup(legOf(action));
  if (action.status === 'pending') {
    if (found === 'gone' && !tools.begun.has(action.id)) return;
    const claimed = await claim(action, session, tools, 'begun');
    if (claimed.kind === 'refused')
      return fail(action, session, tools, { dialresult: 'UNKNOWN', why: claimed.why });
    await tools.app.store.interactions.add(newLeg(action, session, tools));
  }
  if (found === 'gone')
    return fail(action, session, tools, {
      dialresult: 'UNKNOWN',
      why: 'the store lost what became of the call',
    });
  return recoverCall(action, session, tools);
}

/** Longest an adopted attempt may still ring before its door opens, ms. */
const CALL_LIMIT_MS = 120_000;

/** The session is over: a phone that still rings stops. */
export async function abandonCall(action: ActionRow, tools: Tools): Promise<void> {
  if (action.status === 'sending') await tools.app.switch.kill(legOf(action), 'ORIGINATOR_CANCEL');
}

/**
 * Asks the dial gate in the transaction that begins the attempt. One that has `begun` is not asked for the hour.
 * @returns `begun`: it was begun, or called off, before
 */
async function claim(
  action: ActionRow,
  session: SessionRow,
  tools: Tools,
  attempt: 'new' | 'begun' = 'new',
): Promise<Claimed> {
  const { store, clock } = tools.app;
  // An agent's phone is no attempt to reach the customer.
  const isCustomer = typeof attributesOf(action)['to'] === 'string';
  const callbackId = isCustomer ? session.callbackId : null;
  if (callbackId !== null) await tools.app.refreshConfig();
  for (;;) {
    const now = clock.now();
    const record = callbackId === null ? null : await store.callbacks.get(callbackId);
    const leg = { id: legOf(action), begun: attempt === 'begun' };
    const may = record && (await mayDial(tools.app, record, leg));
    if (may && may.kind !== 'yes') return may;
    const dialled = may && (await withPlace(tools.app, may.record));
    const callback = record && dialled ? { expectedVersion: record.version, record: dialled } : null;
    const result = await store.outbox.claim({ actionId: action.id, node: tools.node, at: now, callback });
    if (result === 'claimed') return { kind: 'claimed' };
    if (result === 'not-pending') return { kind: 'begun' };
  }
}

type Claimed =
  | { kind: 'claimed' }
  | { kind: 'begun' }
  | { kind: 'refused'; why: string }
  | { kind: 'barred'; why: string }
  /** Not at this hour, but in so many seconds. */
  | { kind: 'closed'; why: string; seconds: number };

async function outcome(action: ActionRow, session: SessionRow, tools: Tools, limitMs: number): Promise<void> {
  const id = legOf(action);
  const waited = await tools.calls.wait(id, limitMs);
  if (waited.kind === 'ended' && refusedLate(waited.end)) {
    const refused = { legId: id, detail: 'it is full or paused', retryMs: REFUSED_RETRY_MS };
    await noteRefusal(refused, session, tools);
    await letAgentGo(action, session, tools, 'failed');
    return tellRefusal(action, tools, refused);
  }
  if (waited.kind !== 'here') await letAgentGo(action, session, tools, 'rona');
  if (waited.kind === 'ended') return failed(action, session, tools, waited.end);
  if (waited.kind === 'timeout') {
    await tools.app.switch.kill(id, 'ORIGINATOR_CANCEL');
    return fail(action, session, tools, {
      dialresult: 'UNKNOWN',
      why: 'no outcome came from the switch in time',
    });
  }
  return classify(action, session, tools, waited.call);
}

async function classify(
  action: ActionRow,
  session: SessionRow,
  tools: Tools,
  call: SwitchCall,
): Promise<void> {
  const attributes = attributesOf(action);
  const limits = tools.app.config().services.find(({ name }) => name === textOf(session.params, 'service'));
  const detected: Detected =
    textOf(attributes, 'type') === 'predictive' ? await call.detect(limits?.detection) : 'person';
  if (detected === 'call-ended')
    return fail(action, session, tools, {
      dialresult: results[detected],
      why: 'the call ended before anybody pressed 1',
    });
  if (detected === 'machine' && flagOf(objectOf(attributes, 'hints'), 'afterbeep', false))
    await call.afterBeep(BEEP_LIMIT_MS);
  await tools.result(action, 'voice.createcall.done', {
    interactionid: call.id,
    callstate: results[detected],
    again: againOf(session, results[detected]),
  });
}

async function failed(action: ActionRow, session: SessionRow, tools: Tools, end: CallEnd): Promise<void> {
  const why = end.sipStatus === null ? end.cause : `${end.cause} ${end.sipStatus}`;
  return fail(action, session, tools, { dialresult: dialResultOf(end), why, end });
}

/** Ours: no attempt was made, and none is counted. */
function closed(
  action: ActionRow,
  tools: Tools,
  { why, seconds }: { why: string; seconds: number },
): Promise<void> {
  return tools.result(action, 'error.voice.createcall', {
    error: 'closed',
    interactionid: legOf(action),
    dialresult: 'CREATE_CALL_ERROR',
    description: why,
    seconds,
  });
}

/** Ours: no attempt was made, and none ever may be. */
function barred(action: ActionRow, tools: Tools, why: string): Promise<void> {
  return tools.result(action, 'error.voice.createcall', {
    error: 'barred',
    interactionid: legOf(action),
    dialresult: 'CREATE_CALL_ERROR',
    again: null,
    description: why,
  });
}

async function fail(
  action: ActionRow,
  session: SessionRow,
  tools: Tools,
  { dialresult, why, end }: { dialresult: DialResult; why: string; end?: CallEnd },
): Promise<void> {
  await tools.result(action, 'error.voice.createcall', {
    error: dialresult === 'CREATE_CALL_ERROR' ? 'invalidserver' : 'remote',
    interactionid: legOf(action),
    dialresult,
    again: againOf(session, dialresult, end),
    description: why,
  });
}

/** In how many seconds the service wants the number dialled again; null: never. */
function againOf({ params }: SessionRow, result: DialResult, end?: CallEnd): number | null {
  const usualS = numberOf(objectOf(params, 'options'), '_dial_retry_timeout', USUAL_PAUSE_S);
  const { cause = '', sipStatus = null } = end ?? {};
  return againAfter({ result, cause, sipStatus }, objectOf(params, 'retry'), usualS);
}
