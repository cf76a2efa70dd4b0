import type { Configuration } from '../../callback/configuration.ts';
import { messageOf } from '../../core/errors.ts';
import { formatProblem } from '../../core/problem.ts';
import type { CompiledSet } from '../../dialog/compile-set.ts';
import { loadScriptEngine } from '../../sandbox/script-runtime.ts';
import { Coverage } from './coverage.ts';
import { readTests, type DialogTest, type TestFile } from './read-tests.ts';
import { runTest } from './run-test.ts';

export interface TestReport {
  runs: number;
  /** A line for each failure, `file:line:column: code message`. */
  failures: string[];
  /** By dialog: what was reached of its steps, prompts and languages. */
  coverage: { dialog: string; parts: ReturnType<Coverage['of']> }[];
}

interface Tested {
  configuration: Configuration;
  set: CompiledSet;
  /** Texts of dialogs/tests/*.yaml by name. */
  files: Readonly<Record<string, string>>;
}

/** Runs every test in every language of the prompts, one after the other. */
export async function runFiles({ configuration, set, files }: Tested): Promise<TestReport> {
  await loadScriptEngine();
  const failures: string[] = [];
  const coverage = new Coverage();
  const read: TestFile[] = [];
  for (const [name, text] of Object.entries(files)) {
    const { file, problems } = readTests(name, text);
    failures.push(...problems.map(formatProblem));
    if (!file) continue;
    if (set.dialogs.has(file.dialog)) read.push(file);
    else failures.push(failed(file, ['dialog'], `there is no dialog "${file.dialog}"`));
  }
  let runs = 0;
  for (const file of read)
    for (const [index, test] of file.tests.entries())
      for (const locale of set.books.keys()) {
        runs += 1;
        const found = await outcome({ configuration, set, file, locale, coverage }, test);
        if (found)
          failures.push(
            failed(file, ['tests', index, ...found.path], `${test.name} (${locale}): ${found.message}`),
          );
      }
  const tested = [...new Set(read.map(({ dialog }) => dialog))];
  return {
    runs,
    failures,
    coverage: tested.flatMap((name) => {
      const dialog = set.dialogs.get(name);
      return dialog ? [{ dialog: name, parts: coverage.of(set, dialog) }] : [];
    }),
  };
}

async function outcome(
  run: Parameters<typeof runTest>[0],
  test: DialogTest,
): Promise<Awaited<ReturnType<typeof runTest>>> {
  try {
    return await runTest(run, test);
  } catch (error) {
    return { path: [], message: messageOf(error) };
  }
}

function failed({ yaml }: TestFile, path: (string | number)[], message: string): string {
  return formatProblem(yaml.problemAt(yaml.at(path), 'test', message));
}
