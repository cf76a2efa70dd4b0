import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { formatProblem } from '../core/problem.ts';
import { contentHash } from '../core/ids.ts';
import { compileSet } from '../dialog/compile-set.ts';
import { lintFolder } from '../dialog/publish-folder.ts';
import { Refusal } from './client.ts';
import { readConfiguration } from './command-settings.ts';
import { runFiles } from './dialog-tests/run-files.ts';
import { projectSource } from './project-source.ts';
import { replayRecords } from './saved-records.ts';
import { isStrategyTest } from './strategy-tests/read-tests.ts';
import { runStrategyFiles } from './strategy-tests/run-files.ts';

/** What was reached of a dialog or a strategy. */
interface Covered {
  name: string;
  parts: { part: string; reached: number; all: number; missing: string[] }[];
}

/**
 * `ringback test`: walks the dialogs and runs the strategies as dialogs/tests/*.yaml say, on virtual time; dialogs in
 * every language. Saved records of sessions are made again.
 */
export async function test(options: { coverage?: string }): Promise<void> {
  const configuration = readConfiguration();
  const source = projectSource(configuration);
  const { files, problems } = await lintFolder(source);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Refusal(errors.map(formatProblem).join('\n'));
  const set = compileSet(contentHash(JSON.stringify(files)), files);
  const tests = Object.entries(testFiles(source.folder));
  const [strategies, dialogs] = [true, false].map((wanted) =>
    Object.fromEntries(tests.filter(([, text]) => isStrategyTest(text) === wanted)),
  );
  const walked = await runFiles({ configuration, set, files: dialogs ?? {} });
  const ran = await runStrategyFiles({ configuration, documents: files, files: strategies ?? {} });
  const again = await replayRecords(source.folder);
  const failures = [...walked.failures, ...ran.failures, ...again.failures];
  const coverage = [
    ...walked.coverage.map(({ dialog, parts }) => ({ name: dialog, parts })),
    ...ran.coverage,
  ];
  print(failures, coverage);
  const runs = walked.runs + ran.runs + again.runs;
  const records = again.runs === 0 ? '' : `, ${again.runs} records made again`;
  console.log(`${walked.runs} walks, ${ran.runs} runs of strategies${records}, ${failures.length} failed`);
  const short = coverage.filter(({ parts }) =>
    parts.some(({ reached, all }) => (100 * reached) / all < Number(options.coverage ?? 0)),
  );
  if (failures.length > 0) throw new Refusal(`${failures.length} of ${runs} failed.`);
  if (short.length > 0)
    throw new Refusal(`Less than ${options.coverage} % of ${short.map(({ name }) => name).join(', ')}.`);
}

/** Texts of the tests by their path in the project. */
function testFiles(folder: string): Record<string, string> {
  const tests = join(folder, 'dialogs', 'tests');
  const names = existsSync(tests) ? readdirSync(tests).filter((name) => name.endsWith('.yaml')) : [];
  return Object.fromEntries(
    names.sort().map((name) => [`dialogs/tests/${name}`, readFileSync(join(tests, name), 'utf8')]),
  );
}

function print(failures: string[], coverage: Covered[]): void {
  for (const failure of failures) console.log(failure);
  for (const { name, parts } of coverage) {
    const shares = parts.map(({ part, reached, all }) => `${part} ${reached} of ${all}`).join(', ');
    console.log(`${name}: ${shares}`);
    for (const { part, missing } of parts)
      if (missing.length > 0 && part !== 'languages') console.log(`  never ${part}: ${missing.join(', ')}`);
  }
}
