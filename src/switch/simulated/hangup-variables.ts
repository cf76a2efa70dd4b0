import type { Channel } from './channel.ts';
import { microseconds, stampOf } from './event-bus.ts';
import type { LineEnd } from './line/line.ts';
import { q850Of } from './line/sip-cause.ts';

const PHRASES: Readonly<Record<number, string>> = {
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  410: 'Gone',
  480: 'Temporarily Unavailable',
  484: 'Address Incomplete',
  486: 'Busy Here',
  488: 'Not Acceptable Here',
  500: 'Server Internal Error',
  503: 'Service Unavailable',
  504: 'Server Time-out',
  600: 'Busy Everywhere',
  603: 'Decline',
};

/** Causes of FreeSWITCH's own, which have no number in Q.850. */
const TERM_CAUSES: Readonly<Record<string, number>> = { UNWANTED: 819 };

/** What SIP said about the end; known from CHANNEL_HANGUP_COMPLETE on. */
export function sipVariables(channel: Channel, end: LineEnd): Record<string, string> {
  const outbound = channel.line.direction === 'outbound';
  const status = String(end.sipStatus ?? '');
  if (end.answered && end.by === 'us') return { sip_hangup_disposition: 'send_bye' };
  const terms = {
    sip_term_status: status,
    sip_term_cause: String(TERM_CAUSES[end.cause] ?? q850Of(end.cause)),
    proto_specific_hangup_cause: `sip:${status}`,
  };
  if (end.answered) return { sip_hangup_disposition: 'recv_bye', ...terms };
  if (!outbound)
    return end.by === 'us'
      ? { sip_hangup_disposition: 'send_refuse' }
      : { sip_hangup_disposition: 'recv_cancel', ...terms };
  const failure = (code: string, phrase: string): Record<string, string> => ({
    sip_invite_failure_status: code,
    sip_invite_failure_phrase: phrase,
  });
  if (end.by === 'us') return { sip_hangup_disposition: 'send_cancel', ...failure('487', 'CANCEL') };
  return {
    sip_hangup_disposition: 'recv_refuse',
    ...terms,
    ...failure(status, PHRASES[end.sipStatus ?? 0] ?? 'Refused'),
  };
}

/** Why it ended. */
export function causeVariables({ cause }: LineEnd): Record<string, string> {
  return { hangup_cause: cause, hangup_cause_q850: String(q850Of(cause)) };
}

/** Cause and times of the whole call. */
export function billingVariables(channel: Channel, end: LineEnd): Record<string, string> {
  const { line } = channel;
  const moments: Record<string, number> = {
    start: line.startedAt,
    answer: line.answeredAt ?? 0,
    bridge: channel.bridgedAt,
    progress: channel.progressAt,
    progress_media: channel.progressMediaAt,
    end: end.at,
  };
  const since = (at: number): number => (at === 0 ? 0 : at - line.startedAt);
  const spans: Record<string, number> = {
    bill: line.answeredAt === null ? 0 : end.at - line.answeredAt,
    answer: since(moments['answer'] ?? 0),
    progress: since(channel.progressAt),
    wait: since(channel.bridgedAt),
  };
  const whole = end.at - line.startedAt;
  const variables = causeVariables(end);
  for (const [name, at] of Object.entries(moments)) {
    if (at > 0) variables[`${name}_stamp`] = stampOf(at);
    variables[`${name}_epoch`] = String(Math.floor(at / 1000));
    variables[`${name}_uepoch`] = microseconds(at);
  }
  for (const [name, ms] of Object.entries(spans)) {
    variables[`${name}sec`] = String(Math.floor(ms / 1000));
    variables[`${name}msec`] = String(ms);
    variables[`${name}usec`] = microseconds(ms);
  }
  return {
    ...variables,
    last_app: channel.application,
    duration: String(Math.floor(whole / 1000)),
    mduration: String(whole),
    uduration: microseconds(whole),
  };
}
