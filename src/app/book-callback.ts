import { callbackCode } from '../callback/callback-code.ts';
import { offerKvps } from '../callback/kvps.ts';
import { isRingbackError, messageOf } from '../core/errors.ts';
import { derivedSecret } from '../core/ids.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { DialogRun } from '../store/dialog-runs.ts';
import { atOf } from './ask-times.ts';
import { createCallback } from './create-callback.ts';
import type { App } from './ports.ts';
import { serviceNamed } from './services.ts';

/**
 * The dialog's `book`: a callback to `phone`, in the caller's place or at the time that was chosen (`slot.at`).
 * Its id follows from the run, so that an answer sent twice books once. Any failure is an outcome: the caller
 * then stays in the queue. `code` is what the caller proves later that it is theirs with; `serviceStart` and `acceptedAt` are epoch seconds, as `_CB_T_*` are.
 */
export async function bookCallback(
  app: App,
  { run, values }: { run: DialogRun; values: JsonObject },
): Promise<{ outcome: string; values: JsonObject }> {
  const at = atOf(values.slot);
  try {
    const record = await createCallback(app, {
      service: run.service,
      id: derivedSecret(run.key, 'callback'),
      parameters: {
        _customer_number: values.phone ?? null,
        _desired_time: at === null ? null : new Date(at).toISOString(),
        _originating_interaction_id: run.interactionId,
        // Whoever presses a key for a callback has agreed to it by that.
        _consent_source: 'ivr',
        ...(typeof values.name === 'string' && { recorded_name: values.name }),
      },
      // The call back is in the language of this one.
      kvps: { ...offerOf(values.wait, app.clock.now()), ...languageOf(app, run) },
      ...(isObject(values.wait) && { waitEstimate: values.wait }),
    });
    const { _CB_T_SERVICE_START: serviceStart, _CB_T_CALLBACK_ACCEPTED: acceptedAt } = record.kvps;
    const booked = {
      callbackId: record.id,
      code: callbackCode(record.id),
      acceptedAt: acceptedAt ?? null,
      serviceStart: serviceStart ?? null,
    };
    return { outcome: 'booked', values: booked };
  } catch (error) {
    // Somebody else took it, or it has passed meanwhile.
    if (isRingbackError(error, 'SLOT_FULL') || isRingbackError(error, 'TIME_INVALID'))
      return { outcome: 'taken', values: {} };
    if (isRingbackError(error, 'THROTTLED'))
      return { outcome: error.details['scope'] === 'service' ? 'full' : 'too-many', values: {} };
    if (isRingbackError(error, 'TOO_MANY_CALLBACKS')) return { outcome: 'too-many', values: {} };
    app.log.warn(
      { interaction: run.interactionId, error: messageOf(error) },
      'a callback could not be booked',
    );
    return { outcome: 'failed', values: {} };
  }
}

/** What `wait-time` told the dialog, so that the record says the wait that the caller heard. */
function offerOf(wait: Json | undefined, acceptedAt: number): Record<string, string | number> {
  if (!isObject(wait)) return {};
  const { seconds, position, at } = wait;
  if (typeof seconds !== 'number' || typeof position !== 'number' || typeof at !== 'number') return {};
  return offerKvps({ offeredAt: at, acceptedAt, waitS: seconds, position });
}

function languageOf(app: App, { service, locale }: DialogRun): Record<string, string> {
  return locale === serviceNamed(app, service).locale ? {} : { language: locale };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
