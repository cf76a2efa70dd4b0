import type { Clock } from '../core/clock.ts';
import { WorkerPool } from '../sandbox/worker-pool.ts';
import { ChartHost, type ChartText } from './chart-host.ts';
import type { StepRequest } from './step-chart.ts';
import type { StepOutcome } from './step.ts';

/** One message to a worker: a step, and the document itself when the worker does not have it. */
export interface HostRequest {
  key: string;
  load: ChartText | null;
  step: StepRequest | null;
}

/** Steps charts, wherever that is done. */
export interface ChartRunner {
  /** @throws RingbackError SCRIPT_LIMIT */
  step(chart: ChartText, request: StepRequest): Promise<StepOutcome>;
  close(): Promise<void>;
}

/** Wall time after which a worker that does not come back is ended, ms. */
const WATCHDOG_MS = 2_000;

/** `threads` worker threads; with 0 the same code runs in the calling thread (virtual time). */
export async function createChartRunner(options: { threads: number; clock: Clock }): Promise<ChartRunner> {
  if (options.threads === 0) return hereRunner(await ChartHost.create());
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const pool = new WorkerPool({
    program: new URL(`./scxml-program.${extension}`, import.meta.url),
    threads: options.threads,
    clock: options.clock,
    limitMs: WATCHDOG_MS,
  });
  return {
    async step(chart, step) {
      const lane = pool.laneOf(step.inputs.sessionId);
      const outcome = (await pool.call(lane, { key: chart.key, load: null, step })) as StepOutcome | { kind: 'load' };
      if (outcome.kind !== 'load') return outcome;
      return (await pool.call(lane, { key: chart.key, load: chart, step })) as StepOutcome;
    },
    close: () => pool.close(),
  };
}

function hereRunner(host: ChartHost): ChartRunner {
  return {
    step: (chart, step) => {
      if (!host.has(chart.key)) host.load(chart);
      // A promise all the same: callers may not count on being first.
      return Promise.resolve().then(() => host.step(chart.key, step));
    },
    close: () => Promise.resolve(),
  };
}
