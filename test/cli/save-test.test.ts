import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

import { callFromTextPhone } from '../../src/cli/call.ts';
import type { Client } from '../../src/cli/client.ts';
import { createDialogPreviews } from '../../src/cli/dialog-previews.ts';
import { runFiles } from '../../src/cli/dialog-tests/run-files.ts';
import { systemClock } from '../../src/core/clock.ts';
import { compileSet } from '../../src/dialog/compile-set.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { testConfiguration } from '../support/configuration.ts';
import { shippedDocuments } from '../support/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringback-'));
const file = join(folder, 'mine.yaml');
let previews: ReturnType<typeof createDialogPreviews>;

/** What a caller who trades the wait for a callback hears and presses, and the call that comes back. */
const booked = [
  'you ring 8000 from +14155550142',
  'the call is answered',
  '  you hear: You would wait about 7 minutes. To keep your place and be called back, press 1. To stay on the line, press 2. To be called at a time of your choice, press 3. To hear this again, press star.',
  '  you press 1',
  '  you hear: We will call 4 1 5, 5 5 5, 0 1 4 2. If that is right, press 1. To give another number, press 2.',
  '  you press 1',
  '  you hear: Thank you. Your place is kept. We will call 4 1 5, 5 5 5, 0 1 4 2 when it is your turn, in about 7 minutes.',
  '  you hear: Should you want to change or cancel it, your code is 1, 2, 3, 4. Goodbye.',
  'the call ends (NORMAL_CLEARING)',
  'your phone rings',
  '  you hear: Hello, this is Ringback with the call you asked for.',
  'connected',
];

beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const store = await openSqliteStore({ path: ':memory:', threads: false });
  await store.sets.publish({ hash: 'test', publishedAt: 0, files: await shippedDocuments() });
  previews = createDialogPreviews({
    configuration: testConfiguration(),
    clock: systemClock,
    store,
    speech: () => Promise.reject(new Error('nothing is said')),
  });
});
afterEach(() => rmSync(file, { force: true }));
afterAll(async () => {
  vi.restoreAllMocks();
  await previews.close();
  rmSync(folder, { recursive: true });
});

/** A server whose text phone hears these lines. */
function serverWith(lines: string[]): Client {
  return {
    genesysPath: '/genesys',
    exchange: () => Promise.reject(new Error('not asked')),
    get: () => Promise.resolve({ sentence: '', estimate: { p80: 420, position: 3 } }),
    send: (_, path, body) => {
      const dialog = /^\/dialogs\/(\w+)\/walk$/.exec(path)?.[1] ?? '';
      return previews.walk({
        dialog,
        ...(body as { locale: string; given: object; presses: string[] }),
      } as never);
    },
    async *lines() {
      yield* lines;
    },
  };
}

const wanted = { to: '8000', from: '+14155550142', saveTest: file };

test('a call becomes a test that passes, in every language', async () => {
  await callFromTextPhone(serverWith(booked), { ...wanted, keys: '1 1' });
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('hears: You would wait about 7 minutes.');
  expect(text).toMatch(/booked:\n +number: "\+14155550142"/);
  const set = compileSet('set', await shippedDocuments());
  const files = { 'dialogs/tests/mine.yaml': text };
  const report = await runFiles({ configuration: testConfiguration(), set, files });
  expect(report).toMatchObject({ runs: 5, failures: [] });
}, 60_000);

test('a second call is added to the file, with its comments left', async () => {
  const stays = ['you ring', booked[2] ?? '', '  you press 2', '  you hear music', 'connected'];
  await callFromTextPhone(serverWith(booked), { ...wanted, keys: '1 1' });
  writeFileSync(file, `# Mine.\n${readFileSync(file, 'utf8')}`);
  await callFromTextPhone(serverWith(stays), { ...wanted, keys: '2' });
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/^# Mine\.\n/);
  expect(text.match(/- name:/g)).toHaveLength(2);
}, 60_000);

test('a call that went otherwise than a walk by itself is not saved, and both are told', async () => {
  const other = booked.map((line) => line.replace('Your place is kept', 'Your place is lost'));
  await expect(callFromTextPhone(serverWith(other), { ...wanted, keys: '1 1' })).rejects.toThrow(
    /Not saved: the call said "Thank you. Your place is lost\..*" where a walk by itself says "Thank you. Your place is kept\./,
  );
  expect(() => readFileSync(file)).toThrow('ENOENT');
}, 60_000);

test('a file with tests of another dialog is left as it is', async () => {
  writeFileSync(file, 'dialog: confirm\ntests: []\n');
  await expect(callFromTextPhone(serverWith(booked), { ...wanted, keys: '1 1' })).rejects.toThrow(
    'holds no tests of the dialog "classic"',
  );
  expect(readFileSync(file, 'utf8')).toBe('dialog: confirm\ntests: []\n');
}, 60_000);

test('a number that is no routing point has no dialog', async () => {
  await expect(callFromTextPhone(serverWith(booked), { ...wanted, to: '9999', keys: '' })).rejects.toThrow(
    '9999 is no routing point',
  );
});
