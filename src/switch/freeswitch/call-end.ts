import type { CallEnd } from '../switch.ts';
import type { EslEvent } from './esl-event.ts';

/** Reads CHANNEL_HANGUP_COMPLETE, the only event that holds the final SIP status and who hung up. */
export function callEndOf(event: EslEvent, at: number): CallEnd {
  const status = event.variable('sip_term_status');
  return {
    id: event.channel,
    at,
    cause: event.get('Hangup-Cause') || 'UNKNOWN',
    sipStatus: /^[1-6][0-9]{2}$/.test(status) ? Number(status) : null,
    answered: Number(event.get('Caller-Channel-Answered-Time')) > 0,
    hungUpBy: hungUpBy(event.variable('sip_hangup_disposition')),
  };
}

/** An end nobody saw: the switch has no such channel any more, or it never had one. */
export function unseenEnd(id: string, at: number, cause: string): CallEnd {
  return { id, at, cause, sipStatus: null, answered: false, hungUpBy: 'unknown' };
}

function hungUpBy(disposition: string): CallEnd['hungUpBy'] {
  if (disposition.startsWith('recv_')) return 'far-end';
  return disposition.startsWith('send_') ? 'us' : 'unknown';
}
