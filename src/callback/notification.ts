import type { Json, JsonObject } from '../core/json.ts';
import { refusalOfAddress } from '../core/outside-address.ts';
import type { SessionEventsConfiguration } from './configuration.ts';
import { throughGateway } from './device.ts';

/** Where a notification goes (GMS `notificationDetails`). */
export interface Receiver {
  /** `httpcb`: an address. `orscb`: a session. Others: devices that a push gateway reaches. */
  type: string;
  deviceId: string;
  /** For the push gateway, such as `debug`. */
  properties: JsonObject;
}

/** Who wants to hear of what. */
export interface Subscription extends Receiver {
  subscriberId: string;
  /** The tag of a notification, or a pattern of tags with `*` for any characters. */
  filter: string;
  providerName: string | null;
}

/** Why nothing can be sent to a receiver; null when it can. */
export function receiverProblem(
  { type, deviceId }: Pick<Receiver, 'type' | 'deviceId'>,
  ways: { gateway: string | null; rules: SessionEventsConfiguration },
): string | null {
  if (type === 'httpcb') return refusalOfAddress(deviceId, ways.rules);
  if (type === 'orscb') return null;
  if (type === 'comet') return 'nothing waits here for a device to ask: comet is not served';
  if (!throughGateway.includes(type)) {
    const known = ['httpcb', 'orscb', ...throughGateway].join(', ');
    return `"${type.slice(0, 100)}" is none of ${known}`;
  }
  return ways.gateway === null ? `${type} needs a push gateway (genesys.push-gateway)` : null;
}

/** What a device hears: the message itself, or wrapped for the gateway that passes it on. */
export function messageFor({ type, deviceId, properties }: Receiver, message: Json): Json {
  if (!throughGateway.includes(type)) return message;
  const extras = Object.keys(properties).length > 0 ? { properties } : {};
  return { deviceId, type, message, ...extras };
}

/** The tag of what happens to a callback. Only who knows the callback can name it. */
export function callbackTag({ service, id }: { service: string; id: string }): string {
  return `callback.${service}.${id}`;
}

/** Whether a filter lets a tag through. Every character is looked at once for each part between two stars, at most. */
export function letsThrough(filter: string, tag: string): boolean {
  const [first = '', ...rest] = filter.split('*');
  const last = rest.pop();
  if (last === undefined) return tag === filter;
  if (!tag.startsWith(first) || !tag.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = tag.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= tag.length - last.length;
}
