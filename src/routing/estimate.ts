import { waitMethods, type WaitMethod } from '../callback/wait-method.ts';
import { genesysWait } from './genesys-wait.ts';
import type { RoutingConfig } from './messages.ts';
import { rankOf, type Place } from './order.ts';
import { queueLengthWait } from './queue-length-wait.ts';
import { readQueue, type QueueReading, type RoutingTables } from './queue-reading.ts';
import { rosterChanges } from './roster.ts';
import type { WaitHistory } from './state.ts';
import type { WaitInputs } from './wait-inputs.ts';
import { promisedWait, waitFactors, type WaitFactors } from './wait-quantiles.ts';

/** The place whose wait is asked for, and when that is. */
export type AskedPlace = Place & { at: number };

export interface WaitEstimate {
  queue: string;
  method: WaitMethod;
  /** Expected wait in seconds, what a threshold is compared with; -1 when it is not known. */
  seconds: number;
  /** Kept half the time, and four times out of five: what a caller is told. Seconds, or -1. */
  p50: number;
  p80: number;
  /** Why it is not known; null when it is. */
  unknown: 'nobody is logged in' | 'nobody has been served yet' | null;
  /** 1 = next. */
  position: number;
  factors: WaitFactors;
  inputs: WaitInputs;
}

/** Assumed mean patience, ms, and how many callers' worth it counts beside the measured ones. */
const ASSUMED_PATIENCE_MS = 600_000;
const ASSUMED_WEIGHT = 5;

/**
 * How long whoever stands at the place in the queue waits, by the method. An entry that stands in the queue already
 * is not its own predecessor: hand over its row.
 */
export function estimateWait(
  tables: RoutingTables,
  config: RoutingConfig,
  asked: { queue: string; method: WaitMethod; place: AskedPlace },
): WaitEstimate {
  const { queue, method, place } = asked;
  const reading = readQueue(tables, config, queue);
  const inputs = waitInputs(reading, config, queue, place);
  const expected = expectedWait(method, inputs);
  const factors = waitFactors(reading.stats?.waits?.ratios[method] ?? []);
  const seconds = expected === null ? -1 : Math.round(expected);
  return {
    queue,
    method,
    seconds,
    p50: promisedWait(seconds, factors.p50),
    p80: promisedWait(seconds, factors.p80),
    unknown:
      expected !== null ? null : inputs.agents === 0 ? 'nobody is logged in' : 'nobody has been served yet',
    position: inputs.ahead + 1,
    factors,
    inputs,
  };
}

/** Seconds expected at the place, by each method that can tell. */
export function expectedWaits(
  reading: QueueReading,
  config: RoutingConfig,
  queue: string,
  place: AskedPlace,
): Partial<Record<WaitMethod, number>> {
  const inputs = waitInputs(reading, config, queue, place);
  const known = waitMethods.flatMap((method) => {
    const expected = expectedWait(method, inputs);
    return expected === null ? [] : [[method, Math.round(expected)] as const];
  });
  return Object.fromEntries(known);
}

/** The place of someone who would join the queue with that arrival: behind those who arrived at the same instant. */
export function newPlace(placeAt: number, priority: number): Place {
  return { priority, placeAt, order: Number.POSITIVE_INFINITY };
}

function expectedWait(method: WaitMethod, inputs: WaitInputs): number | null {
  if (method === 'ewt1') return genesysWait(1, inputs);
  if (method === 'ewt2') return genesysWait(2, inputs);
  if (method === 'ewt3') return genesysWait(3, inputs);
  return inputs.agents === 0 ? null : queueLengthWait(inputs);
}

function waitInputs(
  { ahead, staff, stats }: QueueReading,
  config: RoutingConfig,
  queue: string,
  { at, ...place }: AskedPlace,
): WaitInputs {
  const { all, live } = ahead({ ...place, rank: rankOf(place, config.ageingMs) });
  const setting = config.queues.find((one) => one.name === queue);
  return {
    at,
    ahead: all,
    aheadLive: live,
    ...staff(),
    // Fixed by configuration, else measured, else what is assumed to begin with.
    handleMs: setting?.handleTimeMs ?? stats?.handleMs ?? setting?.initialHandleTimeMs ?? 0,
    patienceMs: setting?.patienceMs ?? patienceOf(stats?.waits),
    roster: rosterChanges(setting?.roster ?? null, at),
    served: speedOf(stats?.waits),
  };
}

/** Mean time to giving up: what was waited in all by those who gave up (censored exponential waits). */
function patienceOf(history: WaitHistory | undefined): number {
  const { waitedMs, left } = history?.patience ?? { waitedMs: 0, left: 0 };
  return Math.round((waitedMs + ASSUMED_PATIENCE_MS * ASSUMED_WEIGHT) / (left + ASSUMED_WEIGHT));
}

function speedOf(history: WaitHistory | undefined): WaitInputs['served'] {
  const served = history?.served ?? [];
  const [first, last] = [served[0], served.at(-1)];
  const intervalMs = first && last && served.length > 1 ? (last.at - first.at) / (served.length - 1) : null;
  const agents = served.reduce((sum, one) => sum + one.agents, 0) / Math.max(1, served.length);
  return { count: served.length, intervalMs, agents };
}
