import { capacityAt } from '../callback/hours/capacity.ts';
import { isOpen, openPeriods } from '../callback/hours/office-hours.ts';
import { integerOption, textOption, type Options } from '../callback/options.ts';
import { isBeyondHorizon, slotLength, slotOf, slotsWithin } from '../callback/slots.ts';
import type { RequestParameters } from '../callback/request.ts';
import { subjectOf } from '../callback/subjects.ts';
import { RingbackError } from '../core/errors.ts';
import type { SlotClaim } from '../store/slots.ts';
import { officeOf } from './office.ts';
import type { App } from './ports.ts';
import { serviceNamed } from './services.ts';

const DAY_MS = 86_400_000;
/** However long an interval is asked for. */
const MOST_SLOTS = 10_000;
/** What a refusal proposes instead. */
const PROPOSED_SLOTS = 5;
const PROPOSED_DAYS = 7;

/** A slot that callbacks may be booked in. */
interface Slot {
  /** Its start, epoch ms. */
  at: number;
  free: number;
  total: number;
}

export interface SlotQuery {
  /** Those that begin in [from, to), epoch ms; none that has passed, and none beyond the booking horizon. */
  from: number;
  to: number;
  most?: number;
  /** Full ones too. */
  reportBusy?: boolean;
  /** What else the request says: its subject has to be one of the service's. */
  about?: RequestParameters;
}

/** The slots of a service in an interval, in order, with their length (ms) and zone. @throws SERVICE_UNKNOWN, OPTION_INVALID */
export async function availableSlots(
  app: App,
  service: string,
  query: SlotQuery,
): Promise<{ slots: Slot[]; lengthMs: number; zone: string }> {
  const { options, subjects, enabled } = serviceNamed(app, service);
  subjectOf(subjects, query.about ?? {});
  const zone = zoneOf(app, options);
  const starts = enabled ? openStarts(app, options, query) : [];
  const [first, last] = [starts.at(0), starts.at(-1)];
  const taken =
    first === undefined || last === undefined ? [] : await app.store.slots.taken(service, first, last + 1);
  const counts = new Map(taken.map((slot) => [slot.slotAt, slot.taken]));
  const slots = starts
    .map((at): Slot => {
      const total = capacityOf(app, options, at);
      return { at, total, free: Math.max(0, total - (counts.get(at) ?? 0)) };
    })
    .filter(({ free, total }) => (query.reportBusy ? total > 0 : free > 0));
  return { slots: slots.slice(0, query.most ?? MOST_SLOTS), lengthMs: slotLength(options), zone };
}

/**
 * The place that a callback for that time takes.
 * @throws OFFICE_CLOSED, with other slots as `availability`
 */
export async function slotClaim(
  app: App,
  wanted: { service: string; options: Options; at: number },
): Promise<SlotClaim> {
  const { service, options, at } = wanted;
  const office = officeOf(app, options);
  if (office && !isOpen(office, at))
    throw new RingbackError('OFFICE_CLOSED', {
      at: new Date(at).toISOString(),
      service,
      availability: await proposedSlots(app, service, at),
    });
  const slotAt = slotOf(at, options, zoneOf(app, options));
  return { service, slotAt, capacity: capacityOf(app, options, slotAt) };
}

/** A slot that was full when it was to be taken, with others as `availability`. */
export async function slotFull(app: App, { service, slotAt }: SlotClaim): Promise<RingbackError> {
  const availability = await proposedSlots(app, service, slotAt);
  return new RingbackError('SLOT_FULL', { slot: new Date(slotAt).toISOString(), availability });
}

/** Free places by the start of the slot (ISO 8601, UTC): the next few from `at` on. */
async function proposedSlots(app: App, service: string, at: number): Promise<Record<string, number>> {
  const range = { from: at, to: at + PROPOSED_DAYS * DAY_MS, most: PROPOSED_SLOTS };
  const { slots } = await availableSlots(app, service, range);
  return Object.fromEntries(slots.map((slot) => [new Date(slot.at).toISOString(), slot.free]));
}

/** Starts of slots at which the office is open, neither passed nor too far ahead. */
function openStarts(app: App, options: Options, { from, to }: SlotQuery): number[] {
  const now = app.clock.now();
  const zone = zoneOf(app, options);
  const length = slotLength(options);
  const range = { from: Math.max(from, slotOf(now, options, zone) + 1), to };
  const last = Math.min(to, range.from + MOST_SLOTS * length);
  const office = officeOf(app, options);
  const open = office
    ? openPeriods(office, { from: range.from, to: last })
    : [{ from: range.from, to: last }];
  return open
    .flatMap((period) => slotsWithin(period, options, zone))
    .filter((at) => !isBeyondHorizon(at, options, now));
}

/** `_capacity_service` where one is named, else the same for every slot. */
function capacityOf(app: App, options: Options, slotAt: number): number {
  const name = textOption(options, '_capacity_service');
  const grid = app.config().capacity.find((one) => one.name === name);
  return grid
    ? capacityAt(grid, slotAt, zoneOf(app, options))
    : integerOption(options, '_max_request_by_time_bucket');
}

/** Slots begin by the clocks of the office. */
function zoneOf(app: App, options: Options): string {
  return officeOf(app, options)?.hours.zone ?? 'UTC';
}
