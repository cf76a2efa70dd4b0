import { callbackCode } from '../callback/callback-code.ts';
import { openAttempt } from '../callback/life.ts';
import type { CallbackRecord } from '../callback/record.ts';
import { isRingbackError, messageOf } from '../core/errors.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { DialogRun } from '../store/dialog-runs.ts';
import { atOf } from './ask-times.ts';
import { cancelCallback } from './cancel-callback.ts';
import { activeLimitOf } from './create-callback.ts';
import type { App } from './ports.ts';
import type { Answer } from './questions.ts';
import { rescheduleCallback } from './reschedule-callback.ts';
import { serviceNamed } from './services.ts';

interface Asked {
  run: DialogRun;
  values: JsonObject;
}

/** Wrong codes in one call before nothing is asked any more. */
const MOST_CODES = 3;

/**
 * The callback that waits for the calling number (`phone`), the one that comes first if there are several. `booked`
 * has its `id`, `at` (the chosen time, epoch ms; null for as soon as possible), `another` (one more may be booked), and
 * what the result of a dialog needs to name it.
 */
export async function askMyCallback(app: App, { run, values }: Asked): Promise<Answer> {
  const { options, name } = serviceNamed(app, run.service);
  const phone = typeof values['phone'] === 'string' ? values['phone'] : '';
  const states: CallbackRecord['state'][] = ['SCHEDULED', 'QUEUED', 'ROUTING', 'PROCESSING'];
  const { records } = await app.store.callbacks.find({
    ...{ service: name, customerNumber: phone, states, limit: 10 },
  });
  // One whose phone rings, or that is being talked on, is nobody's who calls in just now.
  const [first] = records.filter(isWaiting).sort((a, b) => a.placeAt - b.placeAt);
  if (phone === '' || !first) return { outcome: 'none', values: {} };
  const limit = activeLimitOf(options);
  const booked = {
    id: first.id,
    at: first.desiredAt,
    another: limit === null || records.length < limit,
    acceptedAt: first.kvps['_CB_T_CALLBACK_ACCEPTED'] ?? null,
    serviceStart: first.kvps['_CB_T_SERVICE_START'] ?? null,
  };
  return { outcome: first.state === 'SCHEDULED' ? 'scheduled' : 'queued', values: { booked } };
}

function isWaiting(record: CallbackRecord): boolean {
  return (record.state === 'SCHEDULED' || record.state === 'QUEUED') && openAttempt(record) === null;
}

/** Is `code` the one that was told when `booked` was booked? `wrongCodes` counts those that were not. */
export function askCheckCode(_app: App, { values }: Asked): Promise<Answer> {
  const { wrongCodes, code } = values;
  const wrong = typeof wrongCodes === 'number' ? wrongCodes : 0;
  const right = code === callbackCode(idOf(values['booked']));
  if (right && wrong < MOST_CODES)
    return Promise.resolve({ outcome: 'right', values: { wrongCodes: wrong } });
  const outcome = wrong + 1 < MOST_CODES ? 'wrong' : 'locked';
  return Promise.resolve({ outcome, values: { wrongCodes: wrong + 1 } });
}

/** Calls `booked` off. */
export async function askCancel(app: App, { run, values }: Asked): Promise<Answer> {
  const id = idOf(values['booked']);
  try {
    // A second time it is COMPLETED already.
    const record = await app.store.callbacks.get(id);
    if (record?.reason !== 'CANCELLED') await cancelCallback(app, id);
    return { outcome: 'cancelled', values: {} };
  } catch (error) {
    return failed(app, run, 'cancelled', error);
  }
}

/** Gives `booked` the time that was chosen (`slot.at`). */
export async function askMove(app: App, { run, values }: Asked): Promise<Answer> {
  const id = idOf(values['booked']);
  const at = atOf(values['slot']);
  try {
    if (at === null) throw new Error('no time was chosen');
    await rescheduleCallback(app, { id, newTime: new Date(at).toISOString(), userData: {} });
    return { outcome: 'moved', values: {} };
  } catch (error) {
    // Somebody else took it, or it has passed meanwhile.
    if (isRingbackError(error, 'SLOT_FULL') || isRingbackError(error, 'TIME_INVALID'))
      return { outcome: 'taken', values: {} };
    return failed(app, run, 'moved', error);
  }
}

function failed(app: App, run: DialogRun, what: string, error: unknown): Answer {
  const fields = { interaction: run.interactionId, error: messageOf(error) };
  app.log.warn(fields, `a callback could not be ${what} by telephone`);
  return { outcome: 'failed', values: {} };
}

function idOf(booked: Json | undefined): string {
  if (typeof booked !== 'object' || booked === null || Array.isArray(booked)) return '';
  return typeof booked['id'] === 'string' ? booked['id'] : '';
}
