import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { formatProblem } from '../core/problem.ts';
import { contentHash } from '../core/ids.ts';
import { compileSet } from '../dialog/compile-set.ts';
import { lintFolder } from '../dialog/publish-folder.ts';
import { Refusal } from './client.ts';
import { readConfiguration } from './command-settings.ts';
import { runFiles, type TestReport } from './dialog-tests/run-files.ts';
import { projectSource } from './project-source.ts';

/** `ringback test`: walks the dialogs as dialogs/tests/*.yaml say, on virtual time, in every language. */
export async function test(options: { coverage?: string }): Promise<void> {
  const configuration = readConfiguration();
  const source = projectSource(configuration);
  const { files, problems } = await lintFolder(source);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Refusal(errors.map(formatProblem).join('\n'));
  const set = compileSet(contentHash(JSON.stringify(files)), files);
  const report = await runFiles({ configuration, set, files: testFiles(source.folder) });
  print(report);
  const short = report.coverage.filter(({ parts }) =>
    parts.some(({ reached, all }) => (100 * reached) / all < Number(options.coverage ?? 0)),
  );
  if (report.failures.length > 0)
    throw new Refusal(`${report.failures.length} of ${report.runs} walks failed.`);
  if (short.length > 0)
    throw new Refusal(`Less than ${options.coverage} % of ${short.map(({ dialog }) => dialog).join(', ')}.`);
}

/** Texts of the tests by their path in the project. */
function testFiles(folder: string): Record<string, string> {
  const tests = join(folder, 'dialogs', 'tests');
  const names = existsSync(tests) ? readdirSync(tests).filter((name) => name.endsWith('.yaml')) : [];
  return Object.fromEntries(
    names.sort().map((name) => [`dialogs/tests/${name}`, readFileSync(join(tests, name), 'utf8')]),
  );
}

function print({ runs, failures, coverage }: TestReport): void {
  for (const failure of failures) console.log(failure);
  for (const { dialog, parts } of coverage) {
    const shares = parts.map(({ part, reached, all }) => `${part} ${reached} of ${all}`).join(', ');
    console.log(`${dialog}: ${shares}`);
    for (const { part, missing } of parts)
      if (missing.length > 0 && part !== 'languages') console.log(`  never ${part}: ${missing.join(', ')}`);
  }
  console.log(`${runs} walks, ${failures.length} failed`);
}
