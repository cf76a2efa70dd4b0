import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { formatProblem, type Problem } from '../core/problem.ts';
import { isPartDocument, strategyProblems } from '../strategy/lint.ts';
import { Refusal, type Client } from './client.ts';
import { projectFolder } from './project-folder.ts';
import { readProject } from './read-project.ts';

/** First parts of addresses that are taken. */
const TAKEN = ['api', 'genesys', 'vxml', 'scxml', 'speech', 'health', 'metrics', 'assets', 'prompts'];

/**
 * `ringback publish DIR`: a project of strategies, pages and scripts becomes `dialogs/<name>/` of this one, whole or not
 * at all; a server that runs takes it up at once.
 */
export async function publishProject(
  client: Client,
  folder: string,
  options: { as?: string; check?: boolean },
): Promise<void> {
  const name = options.as ?? basename(resolve(folder));
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name) || TAKEN.includes(name))
    throw new Refusal(
      `"${name}" cannot be the name of a project; give one of letters, digits, - and _ with --as.`,
    );
  const { files, problems } = await readProject(folder);
  const all = [...problems, ...lintProject(name, files)];
  for (const problem of all) console.log(formatProblem(problem));
  const errors = all.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) throw new Refusal(`${errors} ${errors === 1 ? 'error' : 'errors'}: nothing was published.`);
  if (options.check !== true) {
    await replaceFolder(join(projectFolder(), 'dialogs', name), files);
    await takenUp(client);
  }
  console.log(`${Object.keys(files).length} files, ${all.length} warnings`);
  console.log('routing points can name these strategies:');
  for (const strategy of startable(files)) console.log(`  ${name}/${strategy}`);
}

function lintProject(name: string, files: Record<string, string>): Problem[] {
  const placed = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [`dialogs/${name}/${path}`, text]),
  );
  const found = Object.entries(placed)
    .filter(([file]) => file.endsWith('.scxml'))
    .flatMap(([file, text]) => strategyProblems(file, text, placed));
  // What is included several times is wrong once.
  return [...new Map(found.map((problem) => [formatProblem(problem), problem])).values()];
}

/** Documents that are no parts of others. */
function startable(files: Record<string, string>): string[] {
  return Object.entries(files)
    .filter(([path, text]) => path.endsWith('.scxml') && !isPartDocument(text))
    .map(([path]) => path.replace(/\.scxml$/, ''));
}

/** Written beside and put in its place: whoever reads meanwhile finds the one before, or the new one. */
async function replaceFolder(folder: string, files: Record<string, string>): Promise<void> {
  const beside = join(dirname(dirname(folder)), `.ringback-${randomUUID()}`);
  const fresh = join(beside, 'new');
  try {
    for (const [path, text] of Object.entries(files)) {
      const file = join(fresh, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, /\.wav$/i.test(path) ? 'base64' : 'utf8');
    }
    await rename(folder, join(beside, 'old')).catch(ignoreMissing);
    await rename(fresh, folder);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

async function takenUp(client: Client): Promise<void> {
  let answer: { published: boolean; problems: string[] };
  try {
    answer = (await client.send('POST', '/api/v1/publish')) as typeof answer;
  } catch (error) {
    if (!(error instanceof Refusal) || !error.message.startsWith('No Ringback answers')) throw error;
    console.log('published; no server runs here, the next start takes it up');
    return;
  }
  if (!answer.published)
    throw new Refusal(
      `It is in its folder, but the server keeps what it had:\n${answer.problems.join('\n')}`,
    );
  console.log('published; new calls have it');
}
