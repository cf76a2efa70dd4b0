import { tradedFor } from '../callback/interaction.ts';
import { acceptedKvps } from '../callback/kvps.ts';
import { newCallback } from '../callback/life.ts';
import { booleanOption, integerOption, msOption, textOption, type Options } from '../callback/options.ts';
import type { CallbackRecord, Fact } from '../callback/record.ts';
import { readRequest, type CallbackRequest, type RequestParameters } from '../callback/request.ts';
import { userEvent } from '../callback/user-events.ts';
import { RingbackError } from '../core/errors.ts';
import { secretId } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import { parseTargets } from '../routing/target-list.ts';
import type { CallbackCreate, CreateResult } from '../store/callbacks.ts';
import type { ThrottleRefusal } from '../store/throttles.ts';
import { consentRefusal } from '../callback/consent.ts';
import { deviceOf } from '../callback/device.ts';
import { callbackSession, callbackSessionId } from './callback-session.ts';
import { notBefore } from './dial-times.ts';
import { accessPairs, customerCalls, grantAccess } from './grant-access.ts';
import { checkNumberRules } from './never-called.ts';
import { countryClaim } from './number-rules.ts';
import { isPromised } from './office.ts';
import type { App } from './ports.ts';
import { keepingRefusals, type RequestCaller } from './refused-requests.ts';
import { serviceNamed } from './services.ts';
import { slotClaim, slotFull } from './slots.ts';
import { statusSession } from './status-notifications.ts';
import { throttleOf, type RequestSource } from './throttle-callback.ts';

export interface CreateRequest {
  service: string;
  /** Makes the request repeatable: the same id is the same callback. Null for a new one. */
  id: string | null;
  /** The Genesys API's parameters: `_customer_number`, `_desired_time`, ... and the caller's own pairs. */
  parameters: RequestParameters;
  /** What else is known of the offer, such as `_CB_EWT_WHEN_CALLBACK_WAS_OFFERED`. */
  kvps: Record<string, string | number>;
  /** The estimate that the caller heard, with its inputs; left out when none was told. */
  waitEstimate?: JsonObject;
  /** Who sent it; left out for callers. */
  caller?: RequestCaller;
  /** From where it came; left out for callers, whose calls are no requests. */
  source?: RequestSource;
}

/**
 * Books a callback. As soon as possible: its session starts with it. At a chosen time: it is SCHEDULED and
 * takes a place in that time's slot. Resolves when it is durable.
 *
 * @throws SERVICE_UNKNOWN, SERVICE_OFF, OPTION_INVALID, NUMBER_MISSING, NUMBER_INVALID, NUMBER_REFUSED, TIME_INVALID, BAD_REQUEST,
 *   CONSENT_MISSING, CONSENT_OLD, OFFICE_CLOSED, NUMBER_ASLEEP, QUEUE_FULL, DOCUMENT_UNKNOWN, THROTTLED, TOO_MANY_CALLBACKS, SLOT_FULL; nothing but the refusal is stored then
 */
export function createCallback(app: App, request: CreateRequest): Promise<CallbackRecord> {
  return keepingRefusals(app, request, () => create(app, request));
}

async function create(app: App, request: CreateRequest): Promise<CallbackRecord> {
  const service = serviceNamed(app, request.service);
  if (!service.enabled) throw new RingbackError('SERVICE_OFF', { service: service.name });
  const now = app.clock.now();
  const wanted = readRequest(service, request.parameters, now);
  checkConsent(service.name, wanted, now);
  await checkNumberRules(app, service.name, wanted.customerNumber);
  if (wanted.options !== service.options) checkTarget(wanted.options);
  const record = await recordOf(app, request, wanted, now);
  const { options, desiredAt } = wanted;
  if (desiredAt === null) checkOffice(app, service.name, options);
  else checkWindow(app, service.name, wanted, now);
  const slot =
    desiredAt === null ? null : await slotClaim(app, { service: service.name, options, at: desiredAt });
  const activeLimit = activeLimitOf(options);
  const session = record.sessionId === null ? null : await callbackSession(app, record);
  const follower = await statusSession(app, record);
  await checkQueueLength(app, service.name, options);
  const caps = countryClaim(app, service.name, record.customerNumber, 'country');
  const throttle = throttleOf(record, request.source ?? null, caps);
  const facts = [creationOf(record), userEvent(record, false)];
  const result = await stored(app, { record, session, follower, slot, throttle, activeLimit, facts });
  if (typeof result === 'object') throw throttled(service.name, result, now);
  if (result === 'slot-full' && slot) throw await slotFull(app, slot);
  if (result === 'too-many')
    throw new RingbackError('TOO_MANY_CALLBACKS', { count: activeLimit, service: service.name });
  if (result === 'exists') return (await app.store.callbacks.get(record.id)) ?? record;
  app.sessions.wake([record.sessionId, follower?.row.id ?? null].filter((id) => id !== null));
  return record;
}

/** In one commit with a note on the caller's leg it came from, while that one lives. */
async function stored(
  app: App,
  create: Omit<CallbackCreate, 'origin'>,
): Promise<Exclude<CreateResult, 'stale'>> {
  const { id, originatingInteractionId } = create.record;
  for (;;) {
    const leg =
      originatingInteractionId === null ? null : await app.store.interactions.get(originatingInteractionId);
    const lives = leg?.party === 'caller' && leg.endedAt === null;
    const origin = lives ? { expectedVersion: leg.version, record: tradedFor(leg, id) } : null;
    const result = await app.store.callbacks.create({ ...create, origin });
    if (result !== 'stale') return result;
  }
}

/** Tells the scope, not the key: numbers do not belong in messages. */
function throttled(service: string, { refused, retryAt }: ThrottleRefusal, now: number): RingbackError {
  const retryAfter = Math.ceil((retryAt - now) / 1000);
  return new RingbackError('THROTTLED', { service, scope: refused.scope, retryAfter });
}

async function recordOf(
  app: App,
  request: CreateRequest,
  wanted: CallbackRequest,
  now: number,
): Promise<CallbackRecord> {
  const { desiredAt, originatingInteractionId, options } = wanted;
  const { waitEstimate } = request;
  const id = request.id ?? secretId(app.random);
  const startAt = desiredAt ?? now;
  const device = deviceOf(request.parameters, app.config().genesys.pushGateway);
  const calls = desiredAt === null && customerCalls(options) && !booleanOption(options, '_wait_for_agent');
  const access = calls ? await grantAccess(app, { service: request.service, options }) : null;
  return newCallback(
    {
      ...wanted,
      ...(access && { access, userData: { ...wanted.userData, ...accessPairs(access) } }),
      ...(device && { device }),
      id,
      service: request.service,
      placeAt: desiredAt ?? (await arrivalOf(app, originatingInteractionId)) ?? now,
      expiresAt: callableAt(app, request.service, wanted, now) + msOption(options, '_ttl'),
      sessionId: desiredAt === null ? callbackSessionId(id) : null,
      kvps: { ...request.kvps, ...acceptedKvps({ id, serviceStartAt: startAt, acceptedAt: now }) },
      ...(waitEstimate && { waitEstimate }),
    },
    now,
  );
}

/** Who asks while the office is closed is called when it opens: until then the callback does not grow old. */
function callableAt(app: App, service: string, wanted: CallbackRequest, now: number): number {
  const { customerNumber, options, desiredAt } = wanted;
  return desiredAt ?? notBefore(app, { service, customerNumber, options, createdAt: now }, now)?.at ?? now;
}

/** When the call that was traded for the callback rang in: its place in the queue. Null for a call we do not know. */
async function arrivalOf(app: App, interactionId: string | null): Promise<number | null> {
  const call = interactionId === null ? null : await app.store.interactions.get(interactionId);
  return call?.party === 'caller' ? call.arrivedAt : null;
}

/** GMS `_enable_in_queue_checking`: true = two active callbacks a number, strict = one. */
export function activeLimitOf(options: Options): number | null {
  const checking = textOption(options, '_enable_in_queue_checking');
  return checking === 'strict' ? 1 : checking === 'true' ? 2 : null;
}

/** @throws CONSENT_MISSING, CONSENT_OLD: by the time at which the customer is to be called */
function checkConsent(service: string, wanted: CallbackRequest, now: number): void {
  const { consent, options, desiredAt } = wanted;
  const lacking = consentRefusal(consent ?? null, options, desiredAt ?? now);
  if (lacking) throw new RingbackError(lacking.code, { service });
}

/** @throws OFFICE_CLOSED for what cannot be done now, where a service refuses that. */
function checkOffice(app: App, service: string, options: Options): void {
  if (!booleanOption(options, '_enable_reject_out_of_office_hours') || isPromised(app, options, 0)) return;
  throw new RingbackError('OFFICE_CLOSED', { at: new Date(app.clock.now()).toISOString(), service });
}

/** @throws NUMBER_ASLEEP for a chosen time at which the number may not be called, though the office is open. */
function checkWindow(app: App, service: string, wanted: CallbackRequest, now: number): void {
  const { desiredAt, customerNumber, options } = wanted;
  if (desiredAt === null) return;
  const later = notBefore(app, { service, customerNumber, options, createdAt: now }, desiredAt);
  if (later?.cause === 'number')
    throw new RingbackError('NUMBER_ASLEEP', { at: new Date(desiredAt).toISOString() });
}

/** @throws QUEUE_FULL; of requests at the same moment a few more may come through */
async function checkQueueLength(app: App, service: string, options: Options): Promise<void> {
  const most = integerOption(options, '_max_queued_callbacks_per_service');
  if (most === 0) return;
  const counts = await app.store.callbacks.counts();
  const queued = counts.filter((one) => one.service === service && one.state !== 'COMPLETED');
  if (queued.reduce((sum, { count }) => sum + count, 0) >= most)
    throw new RingbackError('QUEUE_FULL', { service, most });
}

function checkTarget(options: Options): void {
  const value = textOption(options, '_target');
  const parsed = parseTargets(value);
  if (!parsed.ok)
    throw new RingbackError('OPTION_INVALID', {
      option: '_target',
      value: value.slice(0, 100),
      why: `position ${parsed.at}: ${parsed.message}`,
    });
}

function creationOf(record: CallbackRecord): Fact {
  const { id, service, desiredAt, placeAt, originatingInteractionId, kvps } = record;
  const { waitEstimate = null, consent = null } = record;
  return {
    id: `${id}.created`,
    at: record.createdAt,
    kind: 'callback.created',
    callbackId: id,
    data: {
      service,
      desiredAt,
      placeAt,
      originatingInteractionId,
      kvps,
      waitEstimate,
      consent: consent && { ...consent },
    },
  };
}
