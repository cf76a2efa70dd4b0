import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { Refusal } from './client.ts';

/** What a project is made of, as far as anything here uses it. */
const USED = /\.(scxml|vxml|grxml|js|json|xml|wav)$/i;
/** Diagrams and settings of the editor, and what an application server carries out. */
const ASIDE = /^(\.|(WEB-INF|META-INF|Workflows|Callflows|Interaction Processes|Reports|node_modules)$)/;
/** Pages that an application server carries out: nothing here does. */
const SERVER_PAGE = /\.(jsp|jspf|asp|aspx|php)$/i;
/** Bytes of all files. */
const LARGEST = 64 * 1024 * 1024;

export interface Project {
  /** By their path in the project; sounds in base64. */
  files: Record<string, string>;
  /** What of it cannot be used. */
  problems: Problem[];
}

/** Reads a project as Composer lays it out. @throws Refusal when it cannot be read, is too large or has no strategy */
export async function readProject(folder: string): Promise<Project> {
  const project: Project = { files: {}, problems: [] };
  let left = LARGEST;
  for (const path of await pathsIn(folder)) {
    if (SERVER_PAGE.test(path)) project.problems.push(serverPage(path));
    if (!USED.test(path)) continue;
    const bytes = await readFile(join(folder, path));
    left -= bytes.length;
    if (left < 0) throw new Refusal(`${folder} has more than ${LARGEST / 1024 / 1024} MiB of files.`);
    project.files[path] = bytes.toString(/\.wav$/i.test(path) ? 'base64' : 'utf8');
  }
  if (!Object.keys(project.files).some((path) => path.endsWith('.scxml')))
    throw new Refusal(`There is no strategy (.scxml) in ${folder}.`);
  return project;
}

async function pathsIn(folder: string, inside = ''): Promise<string[]> {
  let entries;
  try {
    entries = await readdir(join(folder, inside), { withFileTypes: true });
  } catch (error) {
    throw new Refusal(`The project cannot be read: ${messageOf(error)}`);
  }
  const paths = await Promise.all(
    entries.map(async (entry) => {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (ASIDE.test(entry.name)) return [];
      // A link could lead anywhere: only what lies in the folder is taken.
      return entry.isDirectory() ? pathsIn(folder, path) : entry.isFile() ? [path] : [];
    }),
  );
  return paths.flat().sort();
}

function serverPage(file: string): Problem {
  const message = 'a page of an application server: nothing here carries it out';
  return { file, line: 1, column: 1, code: 'server-page', message, severity: 'warning' };
}
