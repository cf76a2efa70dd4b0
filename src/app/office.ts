import { canPromise, type OfficeCalendar } from '../callback/hours/office-hours.ts';
import { msOption, textOption, type Options } from '../callback/options.ts';
import type { App } from './ports.ts';

/** The office hours that a service's options name (`_business_hours_service`); null: round the clock. */
export function officeOf(app: App, options: Options): OfficeCalendar | null {
  const name = textOption(options, '_business_hours_service');
  const hours = app.config().hours.find((office) => office.name === name);
  return hours ? { hours, closures: app.feeds.closures(hours) } : null;
}

/** Whether somebody who asks now and would be called after `waitMs` is called before the office closes. */
export function isPromised(app: App, options: Options, waitMs: number): boolean {
  const office = officeOf(app, options);
  const cutOffMs = msOption(options, '_cut_off_before_closing');
  return office === null || canPromise(office, { at: app.clock.now(), waitMs, cutOffMs });
}
