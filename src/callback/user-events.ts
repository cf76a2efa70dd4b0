import { epochSeconds } from './kvps.ts';
import { textOption } from './options.ts';
import type { CallbackRecord, Fact } from './record.ts';

type Kvps = Record<string, string | number>;

/** GIM: CALLBACK_DIAL_RESULTS has so many. */
const MOST_RESULTS = 5;

/**
 * The two user events by which Genesys reports a callback: one when its service begins, and the last one
 * (`_CB_FINAL_RECORD`) at its end. Each is a fact; written twice it is the same one.
 */
export function userEvent(record: CallbackRecord, last: boolean): Fact {
  return {
    id: `${record.id}.user-event.${last ? 'last' : 'first'}`,
    at: last ? (record.completedAt ?? record.updatedAt) : record.createdAt,
    kind: 'callback.user-event',
    callbackId: record.id,
    data: { service: record.service, kvps: last ? { ...begun(record), ...over(record) } : begun(record) },
  };
}

/** What is known at the start: what hangs on the originating call too, and the offer. */
function begun(record: CallbackRecord): Kvps {
  const calls = textOption(record.options, '_call_direction') === 'USERORIGINATED';
  const channel = textOption(record.options, '_cb_dim_channel');
  return {
    ...record.kvps,
    _CB_FINAL_RECORD: 0,
    _CB_T_DESIRED_TIME: epochSeconds(record.desiredAt ?? record.createdAt),
    _CB_DIM_CALL_DIRECTION: calls ? 'CUSTOMER_ORIGINATED' : 'CUSTOMER_TERMINATED',
    _CB_DIM_OFFER_TYPE: record.desiredAt === null ? 'ASAP' : 'SCHEDULED',
    ...(channel !== '' && { _CB_DIM_CHANNEL: channel }),
    _CB_DIM_DIAL_DIALOG_RESULT: 'UNKNOWN',
    _CB_DIM_FINAL_DIAL_RESULT: 'UNKNOWN',
  };
}

/** What came of it. Durations are whole seconds between whole seconds, so that they agree with the times. */
function over(record: CallbackRecord): Kvps {
  const { attempts, customerAt, agentAt, completedAt, updatedAt, reason } = record;
  const end = completedAt ?? updatedAt;
  const firstDial = attempts[0]?.startedAt;
  const mediaAt = firstDial ?? customerAt;
  const waited = customerAt !== undefined && agentAt === undefined;
  return {
    _CB_FINAL_RECORD: 1,
    _CB_T_SERVICE_END: epochSeconds(end),
    _CB_N_CALLBACK_ATTEMPTS: attempts.length,
    _CB_D_WAITING_FOR_AGENT_OFFLINE: between(record.placeAt, mediaAt ?? end),
    ...(firstDial !== undefined && { _CB_T_MEDIA_IXN_STARTED: epochSeconds(firstDial) }),
    ...(mediaAt !== undefined &&
      customerAt !== undefined && {
        _CB_D_ESTABLISH_MEDIA_IXN: between(mediaAt, customerAt),
        _CB_T_CUSTOMER_CONNECTED: epochSeconds(customerAt),
        _CB_D_CUSTOMER_CONNECTED_WAITING_FOR_AGENT: between(customerAt, agentAt ?? end),
      }),
    _CB_N_CUSTOMER_ABANDONED_WHILE_WAITING_FOR_AGENT: Number(waited && reason === 'FAIL_INTERACTION_DELETED'),
    _CB_N_TIMEOUT_WHILE_WAITING_FOR_AGENT: Number(waited && reason === 'FAIL_TARGET_NOT_FOUND'),
    ...Object.fromEntries(
      attempts
        .slice(0, MOST_RESULTS)
        .map(({ number, result }) => [`_CB_DIAL_${number}_RESULT`, result ?? 'UNKNOWN']),
    ),
    _CB_DIM_DIAL_DIALOG_RESULT: dialogResult(record),
    _CB_DIM_FINAL_DIAL_RESULT: finalResult(record),
  };
}

function dialogResult({ customerAt, attempts }: CallbackRecord): string {
  if (customerAt !== undefined) return 'RIGHT_PERSON';
  const said = attempts.at(-1)?.detail;
  return said === 'CANCELLED' || said === 'RESCHEDULED' ? said : 'UNKNOWN';
}

function finalResult({ lastDialResult, customerAt }: CallbackRecord): string {
  return lastDialResult ?? (customerAt === undefined ? 'UNKNOWN' : 'USERORIGINATED_CONNECTED');
}

function between(from: number, to: number): number {
  return Math.max(0, epochSeconds(to) - epochSeconds(from));
}
