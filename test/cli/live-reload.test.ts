import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { startLiveReload } from '../../src/cli/live-reload.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { questions } from '../../src/app/questions.ts';
import { createLibrary } from '../../src/dialog/library.ts';
import { publishFolder } from '../../src/dialog/publish-folder.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { toneWave } from '../voice/speech/waves.ts';
import type { Store } from '../../src/store/store.ts';

const dialog = 'dialog: hi\nstart: hi\ndefaults: { giveUp: hi }\nsteps:\n  hi: { say: hi, end: hangup }\n';

let folder: string;
let store: Store;
let reload: ReturnType<typeof startLiveReload>;
/** How each reload went, in order, for whoever waits for it. */
let outcomes: AsyncGenerator<string | null>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-'));
  await mkdir(join(folder, 'dialogs'));
  await mkdir(join(folder, 'prompts'));
  await writeFile(join(folder, 'dialogs/hi.yaml'), dialog);
  await writeFile(join(folder, 'prompts/en-US.yaml'), 'hi: Hello.\n');
  store = await openSqliteStore({ path: ':memory:', threads: false });
  const told: ((hash: string | null) => void)[] = [];
  const gone: (string | null)[] = [];
  outcomes = (async function* () {
    for (;;) yield gone.length > 0 ? gone.shift()! : await new Promise((resolve) => told.push(resolve));
  })();
  const around = { clock: systemClock, log: silentLogger, folder };
  reload = startLiveReload({
    ...around,
    publish: async () => {
      const { hash } = await publishFolder(
        { store, clock: systemClock },
        { folder, questions, lintStrategy: () => [] },
      );
      const waiting = told.shift();
      if (waiting) waiting(hash);
      else gone.push(hash);
    },
  });
});

afterEach(async () => {
  await reload.close();
  await store.close();
  await rm(folder, { recursive: true });
});

async function liveText(): Promise<string | undefined> {
  const hash = await store.sets.active();
  return hash === null ? undefined : (await createLibrary(store).get(hash)).files['prompts/en-US.yaml'];
}

test('a changed sentence is live as soon as its file is saved', async () => {
  await writeFile(join(folder, 'prompts/en-US.yaml'), 'hi: Good morning.\n');
  expect((await outcomes.next()).value).not.toBeNull();
  expect(await liveText()).toBe('hi: Good morning.\n');
});

test('a file with a mistake goes live only when it is mended; until then the one before stays', async () => {
  await writeFile(join(folder, 'prompts/en-US.yaml'), 'hi: Good morning.\n');
  await outcomes.next();
  await writeFile(join(folder, 'prompts/en-US.yaml'), 'hi: Good {evening\nho: "\n');
  expect((await outcomes.next()).value).toBeNull();
  expect(await liveText()).toBe('hi: Good morning.\n');
  await writeFile(join(folder, 'prompts/en-US.yaml'), 'hi: Good evening.\n');
  expect((await outcomes.next()).value).not.toBeNull();
  expect(await liveText()).toBe('hi: Good evening.\n');
});

test('editors that put a new file in the place of the old one are noticed, and new folders are', async () => {
  await writeFile(join(folder, 'new.yaml'), 'hi: Hello there.\n');
  await rename(join(folder, 'new.yaml'), join(folder, 'prompts/en-US.yaml'));
  await outcomes.next();
  expect(await liveText()).toBe('hi: Hello there.\n');
  await mkdir(join(folder, 'prompts/en-US'));
  await writeFile(join(folder, 'prompts/en-US/hi.wav'), toneWave({ rate: 8000 }));
  await outcomes.next();
  const hash = (await store.sets.active()) ?? '';
  expect(Object.keys((await store.sets.get(hash))?.files ?? {})).toContain('prompts/en-US/hi.wav');
});

test('a folder that is not there is told, and nothing else happens', async () => {
  const warnings: object[] = [];
  const log = { ...silentLogger, warn: (fields: object) => void warnings.push(fields) };
  const nowhere = startLiveReload({
    clock: systemClock,
    log,
    folder: join(folder, 'nowhere'),
    publish: () => Promise.reject(new Error('nothing changed')),
  });
  expect(warnings).toHaveLength(2);
  await nowhere.close();
});
