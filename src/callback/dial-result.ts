import type { DialResult } from './record.ts';

/** How an attempt's leg ended, as far as its result depends on it. */
export interface DialEnd {
  /** FreeSWITCH's cause text, such as `USER_BUSY`. */
  cause: string;
  /** Final SIP status of the leg; null when there was none. */
  sipStatus: number | null;
  answered: boolean;
}

/**
 * SIP statuses, which say more than the cause: FreeSWITCH gives 403 and 603, 500 and 503, a far end's 408 and 504 the
 * same cause each. RFC 3261 §21, RFC 8197 (607).
 */
const byStatus = new Map<number, DialResult>([
  // The phone was called, and nobody took the call.
  [408, 'NO_ANSWER'],
  [480, 'NO_ANSWER'],
  [487, 'NO_ANSWER'],
  [486, 'BUSY'],
  [600, 'BUSY'],
  [603, 'BUSY'],
  [607, 'BUSY'],
  // The number is no good: what a network without SIP tells by special information tones.
  [404, 'ERROR_TONE'],
  [410, 'ERROR_TONE'],
  [484, 'ERROR_TONE'],
  [604, 'ERROR_TONE'],
  // The call could not be made.
  [403, 'CREATE_CALL_ERROR'],
  [488, 'CREATE_CALL_ERROR'],
  [500, 'CREATE_CALL_ERROR'],
  [502, 'CREATE_CALL_ERROR'],
  [503, 'CREATE_CALL_ERROR'],
  [504, 'CREATE_CALL_ERROR'],
]);

const byCause = new Map<string, DialResult>([
  ['USER_BUSY', 'BUSY'],
  ['CALL_REJECTED', 'BUSY'],
  ['UNWANTED', 'BUSY'],
  ['NO_ANSWER', 'NO_ANSWER'],
  ['NO_USER_RESPONSE', 'NO_ANSWER'],
  ['ALLOTTED_TIMEOUT', 'NO_ANSWER'],
  ['ORIGINATOR_CANCEL', 'NO_ANSWER'],
  ['SUBSCRIBER_ABSENT', 'NO_ANSWER'],
  ['RECOVERY_ON_TIMER_EXPIRE', 'NO_ANSWER'],
  ['UNALLOCATED_NUMBER', 'ERROR_TONE'],
  ['NUMBER_CHANGED', 'ERROR_TONE'],
  ['INVALID_NUMBER_FORMAT', 'ERROR_TONE'],
  ['NO_ROUTE_DESTINATION', 'ERROR_TONE'],
  ['NORMAL_TEMPORARY_FAILURE', 'CREATE_CALL_ERROR'],
  ['NORMAL_CIRCUIT_CONGESTION', 'CREATE_CALL_ERROR'],
  ['SWITCH_CONGESTION', 'CREATE_CALL_ERROR'],
  ['NETWORK_OUT_OF_ORDER', 'CREATE_CALL_ERROR'],
  ['INCOMPATIBLE_DESTINATION', 'CREATE_CALL_ERROR'],
  ['DESTINATION_OUT_OF_ORDER', 'CREATE_CALL_ERROR'],
  ['INVALID_GATEWAY', 'CREATE_CALL_ERROR'],
  ['GATEWAY_DOWN', 'CREATE_CALL_ERROR'],
  ['INVALID_PROFILE', 'CREATE_CALL_ERROR'],
  ['INVALID_URL', 'CREATE_CALL_ERROR'],
  ['CHAN_NOT_IMPLEMENTED', 'CREATE_CALL_ERROR'],
  ['USER_NOT_REGISTERED', 'CREATE_CALL_ERROR'],
  ['SWITCH_REFUSED', 'CREATE_CALL_ERROR'],
]);

/**
 * The dial result of an attempt whose leg ended before anything was known of who answered. An answered leg that ended
 * so early is PERSON: somebody took the call. A cause nobody knows, or an end nobody saw, is UNKNOWN.
 */
export function dialResultOf({ cause, sipStatus, answered }: DialEnd): DialResult {
  if (answered) return 'PERSON';
  const causeSays = byCause.get(cause);
  // A Q.850 Reason of the far end overrides the cause (RFC 3326): a number that does not exist stays one.
  const statusSays = sipStatus === null || causeSays === 'ERROR_TONE' ? undefined : byStatus.get(sipStatus);
  return statusSays ?? causeSays ?? 'UNKNOWN';
}
