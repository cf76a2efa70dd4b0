import { headerName } from '../../callback/leg-headers.ts';
import type { SipHeaders } from '../switch.ts';
import type { EslEvent } from './esl-event.ts';

/** How mod_sofia names the variables of headers: of an INVITE, of the refusal of one, of a BYE. */
const INVITE = 'sip_h_';
const ON_A_CALLER = [INVITE, 'sip_rh_', 'sip_bye_h_'];
const USER_TO_USER = 'User-to-User';
/** A message over UDP has to fit into a packet. */
const LONGEST = 500;
/** RFC 7434: what ISDN takes, octets. */
const MOST_OCTETS = 128;
/** Of what comes in, more is nobody's user data. */
const LONGEST_IN = 2_000;

/** Variables of a leg whose INVITE is to have these headers. */
export function inviteHeaders(headers: SipHeaders = {}): Record<string, string> {
  return headerVariables(headers, [INVITE]);
}

/**
 * Variables of a caller's call: its refusal and its BYE have these headers then, and so has the INVITE of every leg
 * that the switch dials for it (`sip_copy_custom_headers`).
 */
export function callerHeaders(headers: SipHeaders = {}): Record<string, string> {
  return headerVariables(headers, ON_A_CALLER);
}

function headerVariables(headers: SipHeaders, prefixes: readonly string[]): Record<string, string> {
  const named = Object.entries(headers).filter(([name]) => headerName.test(name));
  return Object.fromEntries(
    prefixes.flatMap((prefix) => named.map(([name, text]) => [prefix + name, valueOf(name, text)])),
  );
}

/** RFC 3261 §25.1: a header's text is UTF-8 on one line. */
function valueOf(name: string, text: string): string {
  if (name === USER_TO_USER) return userToUser(text);
  return Array.from(text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim())
    .slice(0, LONGEST)
    .join('');
}

/** RFC 7433 §4.1: the octets of the text in hexadecimal; empty for an empty text. */
function userToUser(text: string): string {
  let octets = Buffer.alloc(0);
  for (const character of text) {
    const longer = Buffer.concat([octets, Buffer.from(character, 'utf8')]);
    if (longer.length > MOST_OCTETS) break;
    octets = longer;
  }
  return octets.length === 0 ? '' : `${octets.toString('hex')};encoding=hex`;
}

/** Headers of a call that came in: those that begin with `X-`, and User-to-User, read. */
export function headersOf(channel: EslEvent): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [variable, value] of channel.variables()) {
    const [, name = ''] = /^sip_h_(X-.+|User-to-User)$/i.exec(variable) ?? [];
    // Names of headers mean the same however they are written (RFC 3261 §7.3.1).
    const [key, text] = /^x-/i.test(name)
      ? [`X-${name.slice(2)}`, value]
      : [USER_TO_USER, readUserToUser(value)];
    if (name !== '' && text !== '') headers[key] = text.slice(0, LONGEST_IN);
  }
  return headers;
}

/**
 * The text of the first of the values of a User-to-User header (RFC 7433 §4.1). Hexadecimal that says so is decoded,
 * without the protocol discriminator of ISDN (RFC 7434, ITU-T Q.931: 00 or 04); what does not become a text stays as
 * it is.
 */
function readUserToUser(value: string): string {
  const [, quoted, token = '', parameters = ''] =
    /^\s*(?:"((?:[^"\\]|\\.)*)"|([^;,\s]*))\s*(;[^,]*)?/s.exec(value) ?? [];
  const data = quoted === undefined ? token : quoted.replace(/\\(.)/gs, '$1');
  const isHex = /;\s*encoding\s*=\s*"?hex"?\s*(;|$)/i.test(parameters) && /^([0-9a-f]{2})+$/i.test(data);
  return isHex ? (textOf(Buffer.from(data.replace(/^0[04]/, ''), 'hex')) ?? data) : data;
}

function textOf(octets: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
    return /\p{Cc}/u.test(text) ? null : text;
  } catch {
    return null;
  }
}
