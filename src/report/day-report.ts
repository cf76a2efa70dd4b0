import { instantOf, nextDay } from '../callback/hours/wall-clock.ts';
import type { CallbackRecord, Fact } from '../callback/record.ts';
import type { Store } from '../store/store.ts';

/** What became of a day's offers and callbacks, of one service. */
export interface DayCounts {
  /** Offers made to callers that day, and what became of them; those still being made are in none of the others. */
  offered: number;
  accepted: number;
  declined: number;
  hungUp: number;
  /** Callbacks asked for that day, however they came. */
  requested: number;
  /** Of these: those with which somebody had agreed to be called. */
  consented: number;
  /** Of these: those whose customer was called, and how often in all. */
  attempted: number;
  attempts: number;
  /** Those whose customer answered and wanted to be connected. */
  connected: number;
  /** Those whose customer then hung up before an agent came. */
  abandoned: number;
  cancelled: number;
  /** Those whose customer talked with an agent. */
  successful: number;
  /** From the time asked for until the call that reached the customer, seconds; null when none did. */
  meanWaitS: number | null;
}

export interface DayReport {
  /** `2026-11-21`, by the clocks of the zone. */
  day: string;
  zone: string;
  services: ({ service: string } & DayCounts)[];
  total: DayCounts;
}

const PAGE = 500;

/** The report of a day. Callbacks that have been forgotten (`retention`) are no longer in it; offers stay. */
export async function dayReport(
  store: Store,
  { day, zone }: { day: string; zone: string },
): Promise<DayReport> {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const first = { year, month, day: date };
  const range = { from: instantOf(first, 0, zone, 'first'), to: instantOf(nextDay(first), 0, zone, 'first') };
  const offers = await factsWithin(store, 'callback.offered', range);
  const ends = await factsWithin(store, 'callback.offer-ended', range);
  const records = await recordsWithin(store, range);
  const names = [...offers, ...ends].map(serviceOf).concat(records.map(({ service }) => service));
  const services = [...new Set(names)].sort().map((service) => ({
    service,
    ...countsOf(
      offers.filter((fact) => serviceOf(fact) === service),
      ends.filter((fact) => serviceOf(fact) === service),
      records.filter((record) => record.service === service),
    ),
  }));
  return { day, zone, services, total: countsOf(offers, ends, records) };
}

function countsOf(offers: Fact[], ends: Fact[], records: CallbackRecord[]): DayCounts {
  const ended = (outcome: string): number => ends.filter(({ data }) => data['outcome'] === outcome).length;
  const because = (reason: string): number => records.filter((record) => record.reason === reason).length;
  const waits = records.map(waitOf).filter((wait) => wait !== null);
  const sum = waits.reduce((all, wait) => all + wait, 0);
  return {
    offered: offers.length,
    accepted: ended('accepted'),
    declined: ended('declined'),
    hungUp: ended('hung-up'),
    requested: records.length,
    consented: records.filter(({ consent }) => consent !== undefined).length,
    attempted: records.filter(({ attempts }) => attempts.length > 0).length,
    attempts: records.reduce((all, { attempts }) => all + attempts.length, 0),
    connected: waits.length,
    abandoned: because('FAIL_INTERACTION_DELETED'),
    cancelled: because('CANCELLED'),
    successful: because('AGENT_CONNECTED'),
    meanWaitS: waits.length === 0 ? null : Math.round(sum / waits.length / 1000),
  };
}

/** From the time asked for to the attempt that reached the customer, ms. */
function waitOf({ attempts, desiredAt, createdAt }: CallbackRecord): number | null {
  const reached = attempts.find(({ result }) => result === 'CONNECTED');
  return reached ? Math.max(0, reached.startedAt - (desiredAt ?? createdAt)) : null;
}

function serviceOf({ data }: Fact): string {
  return typeof data['service'] === 'string' ? data['service'] : '';
}

/** Newest first is how they are kept: as many are read as it takes to come to the begin of the range. */
async function factsWithin(store: Store, kind: string, range: { from: number; to: number }): Promise<Fact[]> {
  for (let limit = PAGE; ; limit *= 4) {
    const facts = await store.facts.recent(kind, limit);
    const oldest = facts.at(-1);
    if (facts.length < limit || (oldest && oldest.at < range.from))
      return facts.filter(({ at }) => at >= range.from && at < range.to);
  }
}

async function recordsWithin(store: Store, range: { from: number; to: number }): Promise<CallbackRecord[]> {
  const records: CallbackRecord[] = [];
  let after: string | null = null;
  do {
    const arrival = { from: range.from, before: range.to };
    const cursor: { after?: string } = after === null ? {} : { after };
    const page = await store.callbacks.find({ arrival, limit: PAGE, ...cursor });
    records.push(...page.records);
    after = page.cursor;
  } while (after !== null);
  return records;
}
