import type { App } from '../app/ports.ts';
import { serviceZone } from '../app/free-times.ts';
import type { JsonObject } from '../core/json.ts';

/** What a dialog knows when it begins: what it was given, who calls, and how the service is set. */
export async function startValues(
  app: App,
  opening: { service: string; interactionId: string | null; values: JsonObject; locale: string },
): Promise<JsonObject> {
  const { service: name, interactionId, values, locale } = opening;
  const call = interactionId === null ? null : await app.store.interactions.get(interactionId);
  const caller =
    call &&
    (call.direction === 'inbound'
      ? { number: call.from, called: call.to }
      : { number: call.to, called: call.from });
  const service = app.config().services.find((one) => one.name === name);
  const settings = service && {
    offerThreshold: service.offerThresholdS,
    recordsName: service.options._record_name,
    callerName: service.callerId.name,
    callerNumber: service.callerId.number,
    zone: serviceZone(app, service.name),
  };
  return {
    caller: caller ?? { number: '', called: '' },
    ...values,
    language: locale,
    service: { name, ...settings },
  };
}
