/** What status notifications tell of a callback. Published is the name of the reminder, and how all begin. */
export const statusEvents = {
  _cbe_on_callback_scheduled: 'it waits for the time that was chosen, or was given another one',
  _cbe_on_callback_queued: 'it waits in the virtual queue',
  _cbe_on_callback_routing: 'the customer is on the line and waits for an agent',
  _cbe_on_callback_processing: 'the customer talks with an agent',
  _cbe_on_callback_attempted: 'an attempt to reach the customer is over',
  _cbe_on_callback_completed: 'it is over',
  _cbe_on_callback_reminder: '`_notification_reminder_buffer` seconds are left to the time that was chosen',
} as const satisfies Record<string, string>;

export type StatusEvent = keyof typeof statusEvents;

/** The first of these names that is no event; undefined when all are. */
export function unknownStatusEvent(names: readonly string[]): string | undefined {
  return names.find((name) => !Object.hasOwn(statusEvents, name));
}
