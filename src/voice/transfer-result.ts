import type { TransferOutcome as Outcome } from '../switch/switch.ts';
import type { TransferOutcome, TransferResult } from '../voicexml/platform.ts';

/** Why a far end that never answered did not, by the switch's cause; any other is `unknown` (VoiceXML 2.1 §2.3.7). */
const UNANSWERED: Readonly<Record<string, TransferResult>> = {
  USER_BUSY: 'busy',
  CALL_REJECTED: 'busy',
  NO_ANSWER: 'noanswer',
  NO_USER_RESPONSE: 'noanswer',
  ALLOTTED_TIMEOUT: 'noanswer',
  SUBSCRIBER_ABSENT: 'noanswer',
  RECOVERY_ON_TIMER_EXPIRE: 'noanswer',
  NORMAL_CIRCUIT_CONGESTION: 'network_busy',
  SWITCH_CONGESTION: 'network_busy',
  REQUESTED_CHAN_UNAVAIL: 'network_busy',
  NORMAL_TEMPORARY_FAILURE: 'network_busy',
  UNALLOCATED_NUMBER: 'baddestination',
  INVALID_NUMBER_FORMAT: 'baddestination',
  NUMBER_CHANGED: 'baddestination',
  NO_ROUTE_DESTINATION: 'noroute',
  NO_ROUTE_TRANSIT_NET: 'noroute',
  NETWORK_OUT_OF_ORDER: 'noroute',
  INVALID_GATEWAY: 'noroute',
  GATEWAY_DOWN: 'noroute',
  INVALID_PROFILE: 'noroute',
  CHAN_NOT_IMPLEMENTED: 'noroute',
  DESTINATION_OUT_OF_ORDER: 'noresource',
  INCOMPATIBLE_DESTINATION: 'noresource',
  BEARERCAPABILITY_NOTAVAIL: 'noresource',
  BEARERCAPABILITY_NOTAUTH: 'noauthorization',
  OUTGOING_CALL_BARRED: 'noauthorization',
};

/** Ends of a conversation that the far end itself brought about. */
const HUNG_UP: ReadonlySet<string> = new Set(['', 'NORMAL_CLEARING', 'NORMAL_UNSPECIFIED', 'NONE']);

/** What a transfer of the switch is to a page. */
export function transferResult(outcome: Outcome): TransferOutcome {
  switch (outcome.kind) {
    case 'transferred':
      return { result: 'transferred', durationMs: 0, detail: '' };
    case 'call-ended':
      return { result: 'hangup', durationMs: 0, detail: '' };
    case 'stopped':
      return { result: 'near_end_disconnect', durationMs: 0, detail: '' };
    case 'failed':
      return { result: UNANSWERED[outcome.cause] ?? 'unknown', durationMs: 0, detail: outcome.cause };
    case 'talked':
      return { result: endOf(outcome), durationMs: outcome.ms, detail: outcome.cause };
  }
}

function endOf({ end, cause }: Extract<Outcome, { kind: 'talked' }>): TransferResult {
  if (end === 'caller') return 'hangup';
  if (end === 'stopped') return 'near_end_disconnect';
  if (end === 'maxtime') return 'maxtime_disconnect';
  return HUNG_UP.has(cause) ? 'far_end_disconnect' : 'network_disconnect';
}
