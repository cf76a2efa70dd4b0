import type { Device } from './record.ts';
import type { RequestParameters } from './request.ts';

/** GMS: kinds of devices that a push gateway reaches. `httpcb` needs none: its id is the address. */
export const throughGateway: readonly string[] = ['android', 'gcm', 'fcm', 'ios', 'customhttp'];

/**
 * The app that a request came from (`_device_notification_id`, `_device_os`); null when it names none, or one that
 * cannot be told anything, such as `comet`: such an app asks (`check-queue-position`).
 */
export function deviceOf(parameters: RequestParameters, gateway: string | null): Device | null {
  const { _device_notification_id: id, _device_os: type } = parameters;
  if (typeof id !== 'string' || typeof type !== 'string' || id === '' || id.length > 4096) return null;
  if (type === 'httpcb') return URL.canParse(id) ? { id, type } : null;
  return gateway !== null && throughGateway.includes(type) ? { id, type } : null;
}
