import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { questions } from '../../src/app/questions.ts';
import { formatProblem, type Problem } from '../../src/core/problem.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { createLibrary } from '../../src/dialog/library.ts';
import { lintFolder, publishFolder } from '../../src/dialog/publish-folder.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

const good = {
  'dialogs/hi.yaml':
    'dialog: hi\nstart: hi\ndefaults: { giveUp: hi }\nsteps:\n  hi: { say: hi, end: hangup }\n',
  'dialogs/hi.scxml': '<scxml/>',
  'dialogs/notes.txt': 'not ours',
  'prompts/en-US.yaml': 'hi: Hello.\n',
};

async function folderOf(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-'));
  folders.push(folder);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  return folder;
}

async function publisher() {
  const store = await openSqliteStore({ path: ':memory:', threads: false });
  const publish = async (files: Record<string, string>, lintStrategy = (): Problem[] => []) =>
    publishFolder(
      { store, clock: new VirtualClock() },
      { folder: await folderOf(files), questions, lintStrategy },
    );
  return { store, publish };
}

test('what is shipped has no problems', async () => {
  expect((await lintFolder({ folder: '.', questions, lintStrategy: () => [] })).problems).toEqual([]);
});

test('a folder is published as one set, which goes live', async () => {
  const { store, publish } = await publisher();
  const { hash, problems } = await publish(good);
  expect(problems).toEqual([]);
  expect(await store.sets.active()).toBe(hash);
  const set = await createLibrary(store).get(hash ?? '');
  expect(Object.keys(set.files)).toEqual(['dialogs/hi.scxml', 'dialogs/hi.yaml', 'prompts/en-US.yaml']);
  expect([...set.dialogs.keys()]).toEqual(['hi']);
});

test('the same files are the same set, other files another', async () => {
  const { publish } = await publisher();
  const one = await publish(good);
  expect((await publish(good)).hash).toBe(one.hash);
  expect((await publish({ ...good, 'prompts/en-US.yaml': 'hi: Hi!\n' })).hash).not.toBe(one.hash);
});

test('one mistake keeps the whole set from going live', async () => {
  const { store, publish } = await publisher();
  const { hash } = await publish(good);
  const refused = await publish({ ...good, 'prompts/en-US.yaml': 'ho: Hi!\n' });
  expect(refused.hash).toBeNull();
  expect(refused.problems.map(({ code }) => code)).toContain('prompt-missing');
  expect(await store.sets.active()).toBe(hash);
});

test('a mistake in a strategy does so too, and a warning does not', async () => {
  const { publish } = await publisher();
  const at = { file: 'dialogs/hi.scxml', line: 3, column: 4, code: 'chart', message: 'wrong' };
  expect((await publish(good, () => [{ ...at, severity: 'error' }])).hash).toBeNull();
  const warned = await publish(good, () => [{ ...at, severity: 'warning' }]);
  expect(warned.hash).not.toBeNull();
  expect(warned.problems).toHaveLength(1);
});

test('a folder that is not there is a problem, not a failure', async () => {
  const { publish } = await publisher();
  expect((await publish({})).problems.map(({ file, code }) => `${file} ${code}`)).toEqual([
    'dialogs file',
    'prompts file',
  ]);
});

test('a set that was never published is not found', async () => {
  const { store } = await publisher();
  await expect(createLibrary(store).get('0')).rejects.toMatchObject({ code: 'DOCUMENT_UNKNOWN' });
});

test('locale-missing: a language of callers that has no file is told, and keeps nothing from going live', async () => {
  const languages = [
    { locale: 'en-US', of: 'service a' },
    { locale: 'it-IT', of: 'routing point 8001' },
  ];
  const folder = await folderOf(good);
  const { problems } = await lintFolder({ folder, questions, lintStrategy: () => [], languages });
  expect(problems.map((one) => `${one.severity} ${formatProblem(one)}`)).toEqual([
    'warning prompts/it-IT.yaml:1:1: locale-missing there is no such file, and routing point 8001 speaks it-IT: callers hear another language',
  ]);
});
