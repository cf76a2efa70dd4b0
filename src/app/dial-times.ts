import { nextOpening } from '../callback/hours/office-hours.ts';
import { legalAt, readLegalWindow } from '../callback/hours/legal-window.ts';
import { textOption, type Options } from '../callback/options.ts';
import { officeOf } from './office.ts';
import type { App } from './ports.ts';

const DAY_MS = 86_400_000;
const MOST_STEPS = 20;

/** Somebody who is to be called. */
interface Called {
  service: string;
  customerNumber: string;
  createdAt: number;
  /** The options that the callback was made with: count where its service is no longer configured. */
  options: Options;
}

/** From when on a customer may be called, and why not before. */
export interface DialTime {
  at: number;
  cause: 'office' | 'number';
  why: string;
}

/**
 * When a customer may be called from `from` on, by the office hours and the legal window that its service has now; null
 * when that is `from` itself. What never comes is looked at again the next day.
 */
export function notBefore(app: App, called: Called, from: number): DialTime | null {
  const service = app.config().services.find((one) => one.name === called.service);
  const options = service?.options ?? called.options;
  const office = officeOf(app, options);
  const window = readLegalWindow(textOption(options, '_do_not_call_items'));
  const asked = { askedAt: called.createdAt, otherwise: office?.hours.zone ?? 'UTC' };
  const opening = (at: number): number | null => (office ? nextOpening(office, at) : at);
  const legal = (at: number): number | null =>
    window ? legalAt(window, called.customerNumber, { at, ...asked }) : at;
  let at: number | null = from;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const open = opening(at);
    const agreed: number | null = open === null ? null : legal(open);
    if (agreed === at) break;
    if (agreed === null)
      return { at: from + DAY_MS, cause: 'office', why: 'no hour is known at which it may be called' };
    at = agreed;
  }
  if (at === from) return null;
  return opening(from) === from
    ? { at, cause: 'number', why: 'it is not an hour at which the number may be called (_do_not_call_items)' }
    : { at, cause: 'office', why: 'the office is closed' };
}
