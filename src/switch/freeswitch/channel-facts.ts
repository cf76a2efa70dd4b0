import type { DialRequest } from '../switch.ts';
import type { EslEvent } from './esl-event.ts';
import { headersOf, inviteHeaders } from './sip-headers.ts';

/** Variable that marks a leg we dialled; holds its id, so that a leg can be told from what it bridged or transferred. */
export const LEG = 'ringback_leg';
/** Number or phone that was dialled: inside the dialplan the destination is that of the door. */
const DIALLED = 'ringback_dialled';
/** Variable that says at whose door a channel is, was, or will be when it is answered. */
export const DOOR = 'ringback_door';
/** Not to be overwritten by anyone. */
const OWN = new Set([LEG, DIALLED, DOOR]);
/** Prefix of user data that FreeSWITCH could take for instructions. */
const DATA = 'ringback_data_';

/** Set on every channel whose door opens: keys are for us and end no playback. */
export const legVariables: Record<string, string> = {
  playback_terminators: 'none',
  hangup_after_bridge: 'true',
};

/**
 * Variables of an originate. Our own come last: a request cannot overwrite them.
 * @param door where it will knock, so that it need not be told when it has
 * @param listened what comes before the answer is to be heard by detectors
 */
export function legVariablesOf(
  request: DialRequest,
  { door, listened }: { door: string; listened: boolean },
): Record<string, string> {
  const { id, to, callerId, timeoutS, variables, headers } = request;
  return {
    ...dataVariables(variables),
    ...inviteHeaders(headers),
    origination_uuid: id,
    // It counts in seconds of the clock on the wall, the first of which may be a short one.
    originate_timeout: String(Math.max(1, Math.ceil(timeoutS)) + 1),
    // Else early media counts as success, and the dialogue would begin while it rings. Measured: with `true` nobody
    // reads it, so that detectors hear nothing.
    ignore_early_media: listened ? 'consume' : 'true',
    origination_caller_id_number: callerId.number,
    origination_caller_id_name: callerId.name,
    ...legVariables,
    [LEG]: id,
    [DIALLED]: to.kind === 'number' ? to.number : to.phone,
    [DOOR]: door,
  };
}

/**
 * Variables for user data. FreeSWITCH acts on many variables (`api_hangup_hook` runs a command), and user data comes
 * from outside: only names it has no meaning for are taken as they are.
 */
export function dataVariables(values: Record<string, string>): Record<string, string> {
  const harmless = (name: string): boolean => /^(_CB_|ringback_|sip_h_X-)/.test(name) && !OWN.has(name);
  const named = Object.entries(values).map(([name, value]) => [harmless(name) ? name : DATA + name, value]);
  return Object.fromEntries(named) as Record<string, string>;
}

/** True when the channel is a leg that we, or another process of ours, dialled. */
export function isLeg(event: EslEvent): boolean {
  return event.channel !== '' && event.variable(LEG) === event.channel;
}

/** True when the channel is ours: a leg, or a caller that was at a door. */
export function isOurs(event: EslEvent): boolean {
  return isLeg(event) || event.variable('socket_host') !== '';
}

/** Who called whom. After the answer an outbound leg has its caller and callee swapped, so variables are read first. */
export function partiesOf(channel: EslEvent): { from: string; to: string } {
  if (isLeg(channel))
    return { from: channel.variable('origination_caller_id_number'), to: channel.variable(DIALLED) };
  return { from: channel.get('Caller-Caller-ID-Number'), to: channel.get('Caller-Destination-Number') };
}

/** What came in as user data: headers of the call, our own variables and attached `_CB_*` pairs. */
export function userDataOf(channel: EslEvent): Record<string, string> {
  const data = headersOf(channel);
  for (const [name, value] of channel.variables()) {
    if (name.startsWith(DATA)) data[name.slice(DATA.length)] = value;
    else if (/^(ringback|_CB)_/.test(name) && !OWN.has(name)) data[name] = value;
  }
  return data;
}
