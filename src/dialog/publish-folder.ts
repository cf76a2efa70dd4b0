import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import { contentHash } from '../core/ids.ts';
import type { Problem } from '../core/problem.ts';
import type { Store } from '../store/store.ts';
import { lintSet, localeOfBook, type Files } from './compile-set.ts';
import type { QuestionTable } from './lint-questions.ts';
import type { Voices } from './lint-voices.ts';
import { overlayPrompts, type PromptTexts } from './overlay-prompts.ts';

/** Finds what is wrong with a strategy document. */
type StrategyLint = (file: string, text: string, files: Files) => Problem[] | Promise<Problem[]>;

interface FolderSource {
  /** Folder in which `dialogs/` and `prompts/` are. */
  folder: string;
  questions: QuestionTable;
  lintStrategy: StrategyLint;
  /** Locales that the configuration gives callers, and what has them. */
  languages?: readonly { locale: string; of: string }[];
  /** Texts in place of those of the files; left out, none. */
  prompts?: PromptTexts;
  /** Who says what is not recorded; left out, nobody asks. */
  voices?: Voices;
}

const FOLDERS = { dialogs: /\.(yaml|scxml|vxml|grxml|js|json|xml|wav)$/, prompts: /\.(yaml|wav)$/ } as const;

/** Reads and checks dialogs, strategies and prompts. `problems` are in the order of files and lines. */
export async function lintFolder(source: FolderSource): Promise<{ files: Files; problems: Problem[] }> {
  const { files: written, problems } = await readFiles(source.folder);
  const files = overlayPrompts(written, source.prompts ?? {});
  const strategies = await Promise.all(
    Object.entries(files)
      .filter(([file]) => file.endsWith('.scxml'))
      .map(async ([file, text]) => source.lintStrategy(file, text, files)),
  );
  return {
    files,
    problems: [
      ...problems,
      ...lintSet(files, source.questions, source.voices),
      ...missingLanguages(files, source.languages ?? []),
      ...strategies.flat(),
    ],
  };
}

/** Languages of callers without a file of prompts. Without any file at all there is more that is wrong. */
function missingLanguages(files: Files, languages: readonly { locale: string; of: string }[]): Problem[] {
  const there = Object.keys(files).flatMap((file) => localeOfBook(file) ?? []);
  if (there.length === 0) return [];
  return languages
    .filter(({ locale }) => !there.includes(locale))
    .map(({ locale, of }) => ({
      ...{ file: `prompts/${locale}.yaml`, line: 1, column: 1, code: 'locale-missing', severity: 'warning' },
      message: `there is no such file, and ${of} speaks ${locale}: callers hear another language`,
    }));
}

/**
 * Publishes the folder as one set and makes it the active one, unless any file has an error: then nothing
 * changes. Warnings are in `problems` either way.
 */
export async function publishFolder(
  parts: { store: Pick<Store, 'sets'>; clock: Clock },
  source: FolderSource,
): Promise<{ hash: string | null; files: Files; problems: Problem[] }> {
  const { files, problems } = await lintFolder(source);
  if (problems.some(({ severity }) => severity === 'error')) return { hash: null, files, problems };
  const hash = contentHash(JSON.stringify(files));
  await parts.store.sets.publish({ hash, publishedAt: parts.clock.now(), files });
  return { hash, files, problems };
}

async function readFiles(root: string): Promise<{ files: Files; problems: Problem[] }> {
  const files: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const [folder, pattern] of Object.entries(FOLDERS))
    try {
      const names = (await readdir(join(root, folder), { recursive: true })).map((name) =>
        name.replaceAll('\\', '/'),
      );
      for (const name of names.filter((one) => pattern.test(one) && !one.startsWith('tests/')).sort()) {
        const encoding = name.endsWith('.wav') ? 'base64' : 'utf8';
        files[`${folder}/${name}`] = await readFile(join(root, folder, name), encoding);
      }
    } catch (error) {
      const message = `the folder cannot be read: ${messageOf(error)}`;
      problems.push({ file: folder, line: 1, column: 1, code: 'file', message, severity: 'error' });
    }
  return { files, problems };
}
