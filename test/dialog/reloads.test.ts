import { expect, test } from 'vitest';

import { questions } from '../../src/app/questions.ts';
import { testCaller } from '../../src/cli/dialog-tests/test-caller.ts';
import { contentHash } from '../../src/core/ids.ts';
import { lintSet, type Files } from '../../src/dialog/compile-set.ts';
import { createLibrary } from '../../src/dialog/library.ts';
import { createPageServer } from '../../src/dialog/page-server.ts';
import { loadScriptEngine } from '../../src/sandbox/script-runtime.ts';
import { testApp } from '../support/app.ts';

const RELOADS = 1_000;
/** Reloads in the midst of each call. */
const PER_CALL = 25;

const dialog = `
dialog: it
start: ask
defaults: { giveUp: over }
steps:
  ask: { menu: ask, keys: { 1: number, 2: over } }
  number: { collect: number, digits: 4, into: code, next: thanks }
  thanks: { say: thanks, end: hangup, result: { code: code, edition: edition } }
  over: { end: queue }
`;

/** The set of the nth reload: every text and every result names it. Each tenth has a mistake. */
function edition(n: number): Files {
  const broken = n % 10 === 9;
  return {
    'dialogs/it.yaml': dialog
      .replace(': edition', `: ${n}`)
      .replace('next: thanks', broken ? 'next: thank' : 'next: thanks'),
    'prompts/en-US.yaml': `ask: Edition ${n}. Press 1.\nnumber: Edition ${n}. Key 4 digits.\nthanks: Edition ${n}, {code|spell}.\n`,
  };
}

test('1,000 reloads under calls lose none, and every call keeps the set it began with', async () => {
  await loadScriptEngine();
  const { app, clock } = await testApp();
  const pages = createPageServer({ app, library: createLibrary(app.store), questions, secret: 'a secret' });
  let live = -1;
  let reloads = 0;
  const reload = async (): Promise<void> => {
    const files = edition(reloads);
    const clean = !lintSet(files, questions).some(({ severity }) => severity === 'error');
    expect(clean).toBe(reloads % 10 !== 9);
    if (clean) {
      await app.store.sets.publish({ hash: contentHash(JSON.stringify(files)), publishedAt: 0, files });
      live = reloads;
    }
    reloads += 1;
  };
  await reload();

  const call = async (id: number): Promise<void> => {
    const began = live;
    const setHash = (await app.store.sets.active()) ?? '';
    const { key, path } = await pages.open({
      ...{ dialog: 'it', setHash, service: 'classic', interactionId: null, sessionId: 'a session' },
      ...{ actionId: `action ${id}`, values: {}, locale: 'en-US' },
    });
    const caller = testCaller(pages, path, clock);
    const heard: string[] = [];
    for (const keys of ['1', '4711']) {
      heard.push(...(await caller.next()).heard);
      for (let n = 0; n < PER_CALL; n++) await reload();
      caller.press(keys);
    }
    heard.push(...(await caller.next()).heard);
    expect(heard).toEqual([
      `Edition ${began}. Press 1.`,
      `Edition ${began}. Key 4 digits.`,
      `Edition ${began}, 4, 7, 1, 1.`,
    ]);
    expect(await pages.result(key)).toMatchObject({ end: 'hangup', code: '4711', edition: began });
  };
  let calls = 0;
  while (reloads < RELOADS) await call(calls++);
  expect(calls).toBe(20);
}, 120_000);
