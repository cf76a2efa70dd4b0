import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { messageOf } from '../../core/errors.ts';
import { systemClock } from '../../core/clock.ts';
import { createChartRunner, type ChartRunner } from '../../scxml/chart-runner.ts';
import { runDocument, type DocumentOptions } from './scxml-document.ts';
import type { SuiteResult } from '../../voicexml/conformance/run-suite.ts';

/** One document of the suite. */
export interface ConformanceCase {
  id: string;
  file: string;
  about: string;
  /** Why it is not run; null when it is. */
  skip: string | null;
}

type CaseResult = { passed: true } | { passed: false; why: string };

/** The documents of a folder with the W3C's `index.json`, and those beside it that were made self-checking. */
export function scxmlCases(folder: string): ConformanceCase[] {
  const { tests } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
    tests: { id: string; file: string; manual: boolean; assertionText: string }[];
  };
  const beside = join(folder, 'manual-as-auto');
  return [
    ...tests.map(({ id, file, manual, assertionText }) => ({
      id,
      file: join(folder, file),
      about: assertionText,
      skip: manual ? 'is judged by a person' : null,
    })),
    ...(existsSync(beside) ? readdirSync(beside).filter((name) => name.endsWith('.scxml')) : []).map(
      (name) => ({
        id: basename(name, '.scxml'),
        file: join(beside, name),
        about: `${name}, made self-checking`,
        skip: null,
      }),
    ),
  ];
}

/** A document passes when its session ends in the state `pass`. */
export async function runScxmlCase(
  runner: ChartRunner,
  { file }: Pick<ConformanceCase, 'file'>,
  options: DocumentOptions = { loopback: true },
): Promise<CaseResult> {
  try {
    const end = await runDocument(runner, file, options);
    if ('state' in end && end.state === 'pass') return { passed: true };
    return { passed: false, why: 'state' in end ? `ends in ${end.state}` : end.why };
  } catch (error) {
    return { passed: false, why: messageOf(error) };
  }
}

/** Runs a folder on the evaluator of the server, in a worker thread. */
export async function runScxmlSuite(folder: string): Promise<SuiteResult> {
  const result: SuiteResult = { passed: 0, failures: [], skipped: [] };
  const runner = await createChartRunner({ threads: 1, clock: systemClock });
  try {
    for (const one of scxmlCases(folder)) {
      const outcome = one.skip === null ? await runScxmlCase(runner, one) : null;
      if (one.skip !== null) result.skipped.push({ id: one.id, reason: one.skip });
      else if (outcome?.passed === false) result.failures.push({ id: one.id, reason: outcome.why });
      else result.passed++;
    }
  } finally {
    await runner.close();
  }
  return result;
}
