import type { JsonObject } from '../core/json.ts';
import { booleanOption, listOption, msOption, textOption, type Options } from './options.ts';
import type { CallbackRecord } from './record.ts';
import { openAttempt } from './life.ts';
import type { StatusEvent } from './status-events.ts';

/** Something that happened to a callback, for those who follow it. Plain JSON: an event of a session. */
export interface StatusNews {
  event: StatusEvent;
  message: JsonObject;
  /** The service wants it told. */
  tell: boolean;
  /** Nothing happens to it any more. */
  over: boolean;
  /** Another message, in so many seconds unless there is other news before; null: none. */
  reminder: { in: number; message: JsonObject } | null;
}

/** Whether anybody hears what becomes of a callback (GMS `_enable_status_notification`). */
function tellsStatus(options: Options): boolean {
  return textOption(options, '_enable_status_notification') !== 'false';
}

/** What a change made of a callback, for those who follow it; `before`: null when it is new. Most changes are no news. */
export function newsOf(before: CallbackRecord | null, after: CallbackRecord): StatusNews[] {
  if (!tellsStatus(after.options)) return [];
  return eventsOf(before, after).map((event) => ({
    event,
    message: messageOf(after, event, after.updatedAt),
    tell: isWanted(after.options, event),
    over: after.state === 'COMPLETED',
    reminder: reminderOf(after),
  }));
}

/** What is told first happened first. */
function eventsOf(before: CallbackRecord | null, after: CallbackRecord): StatusEvent[] {
  const events: StatusEvent[] = [];
  if (before && ended(after) > ended(before)) events.push('_cbe_on_callback_attempted');
  const moved = after.state === 'SCHEDULED' && before?.desiredAt !== after.desiredAt;
  if (before?.state !== after.state || moved)
    events.push(`_cbe_on_callback_${after.state.toLowerCase()}` as StatusEvent);
  return events;
}

function ended({ attempts }: CallbackRecord): number {
  return attempts.filter(({ endedAt }) => endedAt !== null).length;
}

function isWanted(options: Options, event: StatusEvent): boolean {
  const wanted = listOption(options, '_status_notification_events');
  return wanted.length === 0 || wanted.includes(event);
}

/** Before the callback's time; none when there is no such time left. */
function reminderOf(record: CallbackRecord): StatusNews['reminder'] {
  const { options, state, desiredAt, updatedAt } = record;
  const event = '_cbe_on_callback_reminder';
  if (state !== 'SCHEDULED' || desiredAt === null) return null;
  if (!booleanOption(options, '_enable_notification_reminder') || !isWanted(options, event)) return null;
  const at = desiredAt - msOption(options, '_notification_reminder_buffer');
  return at > updatedAt ? { in: (at - updatedAt) / 1000, message: messageOf(record, event, at) } : null;
}

function messageOf(record: CallbackRecord, event: StatusEvent, at: number): JsonObject {
  const { id, version, options, desiredAt, createdAt, attempts } = record;
  const language = textOption(options, '_status_notification_language');
  const last = attempts.at(-1);
  return {
    _event: event,
    _event_id: `${id}.${version}.${event}`,
    _event_time: iso(at),
    _event_no: version,
    _id: id,
    _service_name: record.service,
    _callback_state: record.state,
    ...(record.reason && { _callback_reason: record.reason }),
    _desired_time: iso(desiredAt ?? createdAt),
    ...(last && openAttempt(record) === null && { _attempt: last.number, _dial_result: last.result }),
    ...(language !== '' && { _language: language }),
    ...(booleanOption(options, '_status_notification_debug') && { _debug: true, _why: record.why }),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
