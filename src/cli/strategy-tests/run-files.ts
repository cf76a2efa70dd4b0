import type { Configuration } from '../../callback/configuration.ts';
import { didYouMean } from '../../core/did-you-mean.ts';
import { messageOf } from '../../core/errors.ts';
import { formatProblem } from '../../core/problem.ts';
import type { Chart } from '../../scxml/chart/chart.ts';
import { compileChart } from '../../scxml/compile.ts';
import { fileIn } from '../../scxml/file-address.ts';
import { chartFiles } from '../../strategy/chart-files.ts';
import { moduleRegistry } from '../../strategy/registry.ts';
import type { Failure } from './check-outcome.ts';
import { ChartCoverage } from './coverage.ts';
import { readStrategyTests, type StrategyTest, type StrategyTestFile } from './read-tests.ts';
import { runTest } from './run-test.ts';
import { openStrategySite } from './strategy-site.ts';

export interface StrategyReport {
  runs: number;
  /** A line for each failure, `file:line:column: code message`. */
  failures: string[];
  /** By strategy: what was reached of its states and transitions. */
  coverage: { name: string; parts: ReturnType<ChartCoverage['of']> }[];
}

interface Tested {
  configuration: Configuration;
  /** The documents of the project, by path. */
  documents: Readonly<Record<string, string>>;
  /** Texts of the tests by name. */
  files: Readonly<Record<string, string>>;
}

/** Runs every test of a strategy, one after the other. */
export async function runStrategyFiles({ configuration, documents, files }: Tested): Promise<StrategyReport> {
  const report: StrategyReport = { runs: 0, failures: [], coverage: [] };
  const covered = new Map<string, { chart: Chart; coverage: ChartCoverage }>();
  for (const [name, text] of Object.entries(files)) {
    const { file, problems } = readStrategyTests(name, text);
    report.failures.push(...problems.map(formatProblem));
    if (!file) continue;
    const chart = covered.get(file.strategy)?.chart ?? chartOf(documents, file.strategy);
    if (!chart) {
      report.failures.push(failed(file, ['strategy'], `there is no strategy "${file.strategy}"`));
      continue;
    }
    const { coverage } = covered.get(file.strategy) ?? { coverage: new ChartCoverage() };
    covered.set(file.strategy, { chart, coverage });
    for (const [index, test] of file.tests.entries()) {
      report.runs += 1;
      const found =
        unknownState(chart, test) ?? (await outcome({ configuration, documents, file, coverage }, test));
      if (found)
        report.failures.push(failed(file, ['tests', index, ...found.path], `${test.name}: ${found.message}`));
    }
  }
  report.coverage = [...covered].map(([name, { chart, coverage }]) => ({ name, parts: coverage.of(chart) }));
  return report;
}

/** A name that is no state of the strategy: time would pass for nothing. */
function unknownState({ states }: Chart, { when, then }: StrategyTest): Failure | null {
  const known = states.map(({ id }) => id);
  const named = [
    ...when.map(({ until }, index) => ({ path: ['when', index, 'until'], state: until })),
    ...(then.states ?? []).map((state, index) => ({ path: ['then', 'states', index], state })),
    ...(then.never ?? []).map((state, index) => ({ path: ['then', 'never', index], state })),
  ];
  const wrong = named.find(({ state }) => state !== undefined && !known.includes(state));
  if (wrong?.state === undefined) return null;
  return { path: wrong.path, message: `there is no state ${wrong.state}${didYouMean(wrong.state, known)}` };
}

async function outcome(
  run: Pick<Tested, 'configuration' | 'documents'> & { file: StrategyTestFile; coverage: ChartCoverage },
  test: StrategyTest,
): Promise<Failure | null> {
  const { configuration, documents, coverage } = run;
  const { strategy } = run.file;
  try {
    const site = await openStrategySite({ configuration, files: documents, strategy, given: test.given });
    try {
      return await runTest(site, strategy, test);
    } finally {
      for (const { journal } of await site.sessions(strategy)) coverage.add(journal);
      await site.close();
    }
  } catch (error) {
    return { path: [], message: messageOf(error) };
  }
}

function chartOf(documents: Tested['documents'], strategy: string): Chart | null {
  const files = chartFiles(documents);
  const path = `${strategy}.scxml`;
  const resolve = (address: string): string | null => fileIn(files, address);
  return compileChart({ text: resolve(path) ?? '', file: path, path, registry: moduleRegistry, resolve })
    .chart;
}

function failed({ yaml }: StrategyTestFile, path: (string | number)[], message: string): string {
  return formatProblem(yaml.problemAt(yaml.at(path), 'test', message));
}
