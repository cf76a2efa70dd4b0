interface CauseEntry {
  cause: string;
  q850: number;
}

/** What FreeSWITCH makes of a final SIP status (mod_sofia, measured on 1.11.1). */
const CAUSE_OF_STATUS: Readonly<Record<number, CauseEntry>> = {
  403: { cause: 'CALL_REJECTED', q850: 21 },
  404: { cause: 'UNALLOCATED_NUMBER', q850: 1 },
  408: { cause: 'RECOVERY_ON_TIMER_EXPIRE', q850: 102 },
  410: { cause: 'NUMBER_CHANGED', q850: 22 },
  480: { cause: 'NO_USER_RESPONSE', q850: 18 },
  484: { cause: 'INVALID_NUMBER_FORMAT', q850: 28 },
  486: { cause: 'USER_BUSY', q850: 17 },
  488: { cause: 'INCOMPATIBLE_DESTINATION', q850: 88 },
  500: { cause: 'NORMAL_TEMPORARY_FAILURE', q850: 41 },
  503: { cause: 'NORMAL_TEMPORARY_FAILURE', q850: 41 },
  504: { cause: 'RECOVERY_ON_TIMER_EXPIRE', q850: 102 },
  600: { cause: 'USER_BUSY', q850: 17 },
  603: { cause: 'CALL_REJECTED', q850: 21 },
  // Causes above 127 show as 16.
  607: { cause: 'UNWANTED', q850: 16 },
};

const MORE_Q850: Readonly<Record<string, number>> = {
  NO_ANSWER: 19,
  NORMAL_CIRCUIT_CONGESTION: 34,
  DESTINATION_OUT_OF_ORDER: 27,
  NO_ROUTE_DESTINATION: 3,
};

/** What a caller is told when a call is hung up with a cause before it was answered (mod_sofia). */
const STATUS_OF_CAUSE: Readonly<Record<string, number>> = {
  UNALLOCATED_NUMBER: 404,
  NO_ROUTE_DESTINATION: 404,
  USER_BUSY: 486,
  NO_USER_RESPONSE: 408,
  NO_ANSWER: 480,
  CALL_REJECTED: 603,
  NUMBER_CHANGED: 410,
  INVALID_NUMBER_FORMAT: 484,
  NORMAL_TEMPORARY_FAILURE: 503,
  NORMAL_CIRCUIT_CONGESTION: 503,
  DESTINATION_OUT_OF_ORDER: 502,
  ORIGINATOR_CANCEL: 487,
};

/** Hang-up cause of a SIP refusal. */
export function causeOfStatus(status: number): string {
  return CAUSE_OF_STATUS[status]?.cause ?? 'NORMAL_UNSPECIFIED';
}

/** SIP status with which an unanswered inbound call is refused for a cause. */
export function statusOfCause(cause: string): number {
  return STATUS_OF_CAUSE[cause] ?? 480;
}

/** The cause's number in events. */
export function q850Of(cause: string): number {
  const entry = Object.values(CAUSE_OF_STATUS).find((known) => known.cause === cause);
  return entry?.q850 ?? MORE_Q850[cause] ?? 16;
}
