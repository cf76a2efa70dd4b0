import { describe, expect, it } from 'vitest';

import { dialResultOf } from '../../src/callback/dial-result.ts';

/** What far ends do, what FreeSWITCH 1.11 makes of it, and what the callback's history says. */
const ends: [farEnd: string, cause: string, sipStatus: number | null, result: string][] = [
  ['403 Forbidden', 'CALL_REJECTED', 403, 'CREATE_CALL_ERROR'],
  ['404 Not Found', 'UNALLOCATED_NUMBER', 404, 'ERROR_TONE'],
  ['404 with Q.850 cause 1', 'UNALLOCATED_NUMBER', 404, 'ERROR_TONE'],
  ['408 Request Timeout', 'RECOVERY_ON_TIMER_EXPIRE', 408, 'NO_ANSWER'],
  ['410 Gone', 'NUMBER_CHANGED', 410, 'ERROR_TONE'],
  ['480 Temporarily Unavailable', 'NO_USER_RESPONSE', 480, 'NO_ANSWER'],
  ['484 Address Incomplete', 'INVALID_NUMBER_FORMAT', 484, 'ERROR_TONE'],
  ['486 Busy Here', 'USER_BUSY', 486, 'BUSY'],
  ['600 Busy Everywhere', 'USER_BUSY', 600, 'BUSY'],
  ['488 Not Acceptable Here', 'INCOMPATIBLE_DESTINATION', 488, 'CREATE_CALL_ERROR'],
  ['500 Server Internal Error', 'NORMAL_TEMPORARY_FAILURE', 500, 'CREATE_CALL_ERROR'],
  ['503 Service Unavailable', 'NORMAL_TEMPORARY_FAILURE', 503, 'CREATE_CALL_ERROR'],
  ['503 with Q.850 cause 34', 'NORMAL_CIRCUIT_CONGESTION', 503, 'CREATE_CALL_ERROR'],
  ['503 with Q.850 cause 1', 'UNALLOCATED_NUMBER', 503, 'ERROR_TONE'],
  ['504 Gateway Timeout', 'RECOVERY_ON_TIMER_EXPIRE', 504, 'CREATE_CALL_ERROR'],
  ['603 Decline', 'CALL_REJECTED', 603, 'BUSY'],
  ['607 Unwanted', 'UNWANTED', 607, 'BUSY'],
  ['rings until the time is up', 'NO_ANSWER', null, 'NO_ANSWER'],
  ['rings until the leg time-out', 'ALLOTTED_TIMEOUT', null, 'NO_ANSWER'],
  ['killed while ringing', 'ORIGINATOR_CANCEL', null, 'NO_ANSWER'],
  ['an unknown gateway', 'INVALID_GATEWAY', null, 'CREATE_CALL_ERROR'],
  ['a switch that is paused or full', 'SWITCH_REFUSED', null, 'CREATE_CALL_ERROR'],
  ['an end nobody saw', 'UNKNOWN', null, 'UNKNOWN'],
  ['a cause of the future', 'QUANTUM_DECOHERENCE', null, 'UNKNOWN'],
  ['a name every object has', 'constructor', null, 'UNKNOWN'],
  ['the switch shuts down', 'SYSTEM_SHUTDOWN', null, 'UNKNOWN'],
];

describe('the dial result', () => {
  it.each(ends)('of %s (%s, %s) is %s', (_, cause, sipStatus, result) => {
    expect(dialResultOf({ cause, sipStatus, answered: false })).toBe(result);
  });

  it('of an answered call is PERSON, however it ended', () => {
    expect(dialResultOf({ cause: 'NORMAL_CLEARING', sipStatus: 200, answered: true })).toBe('PERSON');
    expect(dialResultOf({ cause: 'USER_BUSY', sipStatus: null, answered: true })).toBe('PERSON');
  });
});
