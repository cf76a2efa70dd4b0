import type { Clock } from '../core/clock.ts';
import { isRingbackError, messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { WorkerLane } from '../sandbox/worker-lane.ts';
import type { ModuleRegistry } from './step.ts';
import { LONGEST_DOCUMENT } from './xml/parse-xml.ts';

/** Time after which a document is refused unread, ms. */
const WATCHDOG_MS = 10_000;

/** Checks documents in a thread of its own, so that a large or hostile one keeps nobody waiting. */
export interface ChartLinter {
  /**
   * Every mistake of a document; one that takes too long or ends the thread is a mistake itself. `files`: what it may
   * name by `src`, by path; `path`: its own among them.
   */
  lint: (
    file: string,
    text: string,
    beside?: { path: string; files: Record<string, string> },
  ) => Promise<Problem[]>;
  close(): Promise<void>;
}

export function createChartLinter({
  clock,
  registry,
}: {
  clock: Clock;
  registry: ModuleRegistry;
}): ChartLinter {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const program = new URL(`./lint-program.${extension}`, import.meta.url);
  const lane = new WorkerLane({ program, clock, limitMs: WATCHDOG_MS });
  return {
    lint: async (file, text, beside = { path: '', files: {} }) => {
      try {
        // What is too long is refused by its length: copying all of it would hold up the calling thread.
        const enough = text.slice(0, LONGEST_DOCUMENT + 1);
        return (await lane.call({ file, text: enough, ...beside, registry })) as Problem[];
      } catch (error) {
        if (!isRingbackError(error, 'SCRIPT_LIMIT')) throw error;
        const message = `the document cannot be checked: ${messageOf(error)}`;
        return [{ file, line: 1, column: 1, code: 'check-failed', message, severity: 'error' }];
      }
    },
    close: () => lane.close(),
  };
}
