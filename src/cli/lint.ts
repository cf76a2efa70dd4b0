import { loadConfiguration } from '../config/load-configuration.ts';
import { formatProblem } from '../core/problem.ts';
import { lintFolder } from '../dialog/publish-folder.ts';
import { targetChecks } from '../routing/target-checks.ts';
import { Refusal } from './client.ts';
import { projectSource } from './project-source.ts';

/** `ringback lint`: every mistake of every file people edit. */
export async function lint(): Promise<void> {
  const loaded = loadConfiguration({ targets: targetChecks });
  const source = projectSource('configuration' in loaded ? loaded.configuration : null);
  const { files, problems: found } = await lintFolder(source);
  const problems = [...('problems' in loaded ? loaded.problems : loaded.warnings), ...found];
  for (const problem of problems) console.log(formatProblem(problem));
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  if (errors > 0)
    throw new Refusal(`${errors} ${errors === 1 ? 'error' : 'errors'}: this would not go live.`);
  console.log(`${loaded.file} and ${Object.keys(files).length} files: no errors`);
}
