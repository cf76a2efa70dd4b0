import { InvalidArgumentError } from 'commander';

import { runVxmlSuite, type SuiteResult } from '../../voicexml/conformance/run-suite.ts';
import { runScxmlSuite } from './scxml-suite.ts';

/** Runs a folder of tests in the format of its suite. */
type RunSuite = (folder: string) => Promise<SuiteResult>;

const suites: Readonly<Record<string, RunSuite>> = { scxml: runScxmlSuite, vxml: runVxmlSuite };

/** The suites there are, for the help text. */
export const suiteNames = Object.keys(suites);

/** Runs a suite; a line for each failure, then the counts. The exit status is 1 when one failed. */
export async function runConformance(suite: string, folder: string): Promise<void> {
  const run = Object.hasOwn(suites, suite) ? suites[suite] : undefined;
  if (!run)
    throw new InvalidArgumentError(`there is no suite "${suite}"; there are: ${suiteNames.join(', ')}`);
  const { passed, failures, skipped } = await run(folder);
  for (const { id, reason } of failures) console.log(`${id}: ${reason}`);
  console.log(`${passed} passed, ${failures.length} failed, ${skipped.length} skipped`);
  if (failures.length > 0) process.exitCode = 1;
}
