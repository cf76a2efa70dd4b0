import type { Clock } from '../core/clock.ts';
import { isRingbackError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { FairPool } from '../sandbox/fair-pool.ts';
import { ChartHost, type ChartText } from './chart-host.ts';
import type { StepRequest } from './step-chart.ts';
import type { StepOutcome } from './step.ts';
import { stepRead, stepStored, type StoredOutcome, type StoredStep } from './stored-step.ts';

/** One message to a worker: a step, and the document itself when the worker does not have it. */
export interface HostRequest {
  key: string;
  load: ChartText | null;
  step: StoredStep;
}

/** Steps charts, wherever that is done. */
export interface ChartRunner {
  /**
   * A step that had to be cut off twice by wall time or with its thread needs `watchdog`: stepped again with that
   * among its reads it ends the session, and does so in every replay.
   */
  step(chart: ChartText, request: StepRequest): Promise<StepOutcome>;
  /** As `step`, from the text of a snapshot to the text of the next. */
  stepStored(chart: ChartText, request: StoredStep): Promise<StoredOutcome>;
  close(): Promise<void>;
}

/** Wall time after which a worker that does not come back is ended, ms. */
const WATCHDOG_MS = 2_000;

interface ChartRunnerOptions {
  /** Worker threads; with 0 the same code runs in the calling thread (virtual time). */
  threads: number;
  clock: Clock;
  log?: Logger;
}

/** A runner whose sessions keep to their threads; a document that holds up others is stepped apart from them. */
export async function createChartRunner({ threads, ...parts }: ChartRunnerOptions): Promise<ChartRunner> {
  if (threads === 0) return hereRunner(await ChartHost.create());
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const program = new URL(`./scxml-program.${extension}`, import.meta.url);
  const pool = new FairPool({ ...parts, program, threads, limitMs: WATCHDOG_MS });
  const ask = (request: HostRequest): Promise<unknown> => {
    const { key: owner, load, step } = request;
    return pool.call({ key: step.inputs.sessionId, owner, once: load !== null }, request);
  };
  const stepInThread: ChartRunner['stepStored'] = (chart, step) =>
    twice(async () => {
      const outcome = (await ask({ key: chart.key, load: null, step })) as StoredOutcome | { kind: 'load' };
      if (outcome.kind !== 'load') return outcome;
      return (await ask({ key: chart.key, load: chart, step })) as StoredOutcome;
    });
  return runnerOver(stepInThread, () => pool.close());
}

function runnerOver(stepText: ChartRunner['stepStored'], close: () => Promise<void>): ChartRunner {
  const step: ChartRunner['step'] = (chart, request) =>
    stepRead(request, (stored) => stepText(chart, stored));
  return { step, stepStored: stepText, close };
}

function hereRunner(first: ChartHost): ChartRunner {
  let host: ChartHost | null = first;
  const stepHere: ChartRunner['stepStored'] = (chart, stored) =>
    twice(async () => {
      // A promise all the same: callers may not count on being first.
      const current = (host ??= await ChartHost.create());
      try {
        if (!current.has(chart.key)) current.load(chart);
        return await Promise.resolve().then(() =>
          stepStored(stored, (step) => current.step(chart.key, step)),
        );
      } catch (error) {
        if (isRingbackError(error, 'SCRIPT_LIMIT')) host = null;
        throw error;
      }
    });
  return runnerOver(stepHere, () => Promise.resolve());
}

/** Once may be the machine's fault: it slept, or was too busy. */
async function twice(step: () => Promise<StoredOutcome>): Promise<StoredOutcome> {
  for (const last of [false, true]) {
    try {
      return await step();
    } catch (error) {
      if (!isRingbackError(error, 'SCRIPT_LIMIT')) throw error;
      if (last) break;
    }
  }
  return { kind: 'needs', names: ['watchdog'] };
}
