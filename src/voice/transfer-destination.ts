import type { TransferOrder } from '../switch/switch.ts';

/** Checks a number as it is written, for a call: E.164, or why it is not dialled. */
export type NumberCheck = (
  written: string,
  callId: string,
) => Promise<{ ok: true; number: string } | { ok: false; why: string }>;

/** Whom a page may have rung, or why not, as a VoiceXML transfer says it. */
export type Destination =
  | { kind: 'to'; to: TransferOrder['to'] }
  | { kind: 'refused'; result: 'unsupported-uri' | 'baddestination'; detail: string };

/**
 * Reads the address of a transfer. Only numbers are dialled (RFC 3966), by the same rules, dial strings and gateways as
 * callbacks: a page cannot name a host or an endpoint of the switch.
 */
export async function transferDestination(
  address: string,
  check: (written: string) => ReturnType<NumberCheck>,
): Promise<Destination> {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(address) ?? [];
  if (scheme.toLowerCase() !== 'tel')
    return { kind: 'refused', result: 'unsupported-uri', detail: `"${scheme.slice(0, 20)}:" is not dialled` };
  const number = numberOf(rest);
  const checked =
    number === null ? { ok: false as const, why: 'it is not a telephone number' } : await check(number);
  if (checked.ok) return { kind: 'to', to: { kind: 'number', number: checked.number } };
  return { kind: 'refused', result: 'baddestination', detail: checked.why };
}

/** The digits with their plus. Parameters that would change whom it rings are refused (RFC 3966 §5). */
function numberOf(rest: string): string | null {
  const [subscriber = '', ...parameters] = rest.split(';');
  if (!/^\+?[0-9().-]{1,40}$/.test(subscriber)) return null;
  let context = '';
  for (const parameter of parameters) {
    const [, name = '', value = ''] = /^([a-z0-9-]+)(?:=(.*))?$/i.exec(parameter) ?? [];
    if (/^(ext|isub|postd)$/i.test(name) || name === '') return null;
    // A domain as context says nothing about the digits.
    if (name.toLowerCase() === 'phone-context' && /^\+[0-9().-]{1,20}$/.test(value)) context = value;
  }
  return subscriber.startsWith('+') ? subscriber : context + subscriber;
}
