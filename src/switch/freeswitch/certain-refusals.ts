import type { CallEnd } from '../switch.ts';
import type { EslEvent } from './esl-event.ts';

/**
 * Final answers that a gateway gives for itself, and not for the phone that was called (RFC 3261 §21): it does not let
 * us, cannot, or has no line. A time-out is none: nobody knows how far the call had come.
 */
const statuses = new Set([401, 402, 403, 407, 488, 500, 501, 502, 503]);
/** Q.850 causes that say the same of a network, whatever the status. */
const causes = new Set([
  'NORMAL_CIRCUIT_CONGESTION',
  'SWITCH_CONGESTION',
  'NETWORK_OUT_OF_ORDER',
  'REQUESTED_CHAN_UNAVAIL',
  'OUTGOING_CALL_BARRED',
]);

/** True when the far end of a leg refused it before anything can have rung there. */
export function certainlyNotRung(event: EslEvent, end: CallEnd): boolean {
  if (end.answered || end.hungUpBy !== 'far-end') return false;
  // Zero unless a 180 or a 183 came.
  const progress = ['Caller-Channel-Progress-Time', 'Caller-Channel-Progress-Media-Time'];
  if (progress.some((name) => Number(event.get(name)) > 0)) return false;
  return causes.has(end.cause) || (end.sipStatus !== null && statuses.has(end.sipStatus));
}
