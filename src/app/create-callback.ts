import { tradedFor } from '../callback/interaction.ts';
import { acceptedKvps } from '../callback/kvps.ts';
import { newCallback } from '../callback/life.ts';
import { integerOption, msOption, textOption, type Options } from '../callback/options.ts';
import type { CallbackRecord, Fact } from '../callback/record.ts';
import { readRequest, type CallbackRequest, type RequestParameters } from '../callback/request.ts';
import { slotOf } from '../callback/slots.ts';
import { RingbackError } from '../core/errors.ts';
import { secretId } from '../core/ids.ts';
import type { JsonObject } from '../core/json.ts';
import { parseTargets } from '../routing/target-list.ts';
import type { CallbackCreate, CreateResult } from '../store/callbacks.ts';
import type { ThrottleRefusal } from '../store/throttles.ts';
import { callbackSession, callbackSessionId } from './callback-session.ts';
import type { App } from './ports.ts';
import { serviceNamed } from './services.ts';
import { throttleOf } from './throttle-callback.ts';

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
}

/**
 * Books a callback. As soon as possible: its session starts with it. At a chosen time: it is SCHEDULED and
 * takes a place in that time's slot. Resolves when it is durable.
 *
 * @throws SERVICE_UNKNOWN, OPTION_INVALID, NUMBER_MISSING, NUMBER_INVALID, TIME_INVALID, BAD_REQUEST,
 *   THROTTLED, TOO_MANY_CALLBACKS, SLOT_FULL; nothing is stored then
 */
export async function createCallback(app: App, request: CreateRequest): Promise<CallbackRecord> {
  const service = serviceNamed(app, request.service);
  const now = app.clock.now();
  const wanted = readRequest(service, request.parameters, now);
  checkTarget(wanted.options);
  const record = await recordOf(app, request, wanted, now);
  const { options, desiredAt } = wanted;
  const slotAt = desiredAt === null ? null : slotOf(desiredAt, options);
  const activeLimit = activeLimitOf(options);
  const session = record.sessionId === null ? null : await callbackSession(app, record);
  const capacity = integerOption(options, '_max_request_by_time_bucket');
  const slot = slotAt === null ? null : { service: service.name, slotAt, capacity };
  const throttle = throttleOf(record);
  const facts = [creationOf(record)];
  const result = await stored(app, { record, session, slot, throttle, activeLimit, facts });
  if (typeof result === 'object') throw throttled(service.name, result, now);
  if (result === 'slot-full')
    throw new RingbackError('SLOT_FULL', { slot: new Date(slotAt ?? now).toISOString() });
  if (result === 'too-many')
    throw new RingbackError('TOO_MANY_CALLBACKS', { count: activeLimit, service: service.name });
  if (result === 'exists') return (await app.store.callbacks.get(record.id)) ?? record;
  if (record.sessionId !== null) app.sessions.wake([record.sessionId]);
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
  return newCallback(
    {
      ...wanted,
      id,
      service: request.service,
      placeAt: desiredAt ?? (await arrivalOf(app, originatingInteractionId)) ?? now,
      expiresAt: startAt + msOption(options, '_ttl'),
      sessionId: desiredAt === null ? callbackSessionId(id) : null,
      kvps: { ...request.kvps, ...acceptedKvps({ id, serviceStartAt: startAt, acceptedAt: now }) },
      ...(waitEstimate && { waitEstimate }),
    },
    now,
  );
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
  const { id, service, desiredAt, placeAt, originatingInteractionId, kvps, waitEstimate = null } = record;
  return {
    id: `${id}.created`,
    at: record.createdAt,
    kind: 'callback.created',
    callbackId: id,
    data: { service, desiredAt, placeAt, originatingInteractionId, kvps, waitEstimate },
  };
}
