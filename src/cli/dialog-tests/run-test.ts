import type { Configuration } from '../../callback/configuration.ts';
import { secretId } from '../../core/ids.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { CompiledSet } from '../../dialog/compile-set.ts';
import { promptsOfStep } from '../../dialog/prompts-of-step.ts';
import type { Coverage } from './coverage.ts';
import { act } from './act.ts';
import { promptNames } from './prompt-names.ts';
import type { DialogTest, TestFile, Turn } from './read-tests.ts';
import { testCaller } from './test-caller.ts';
import { openTestSite, type TestSite } from './test-site.ts';

/** What a test found wrong, and at which part of it. */
export interface Failure {
  path: (string | number)[];
  message: string;
}

export interface TestRun {
  configuration: Configuration;
  set: CompiledSet;
  file: TestFile;
  locale: string;
  coverage: Coverage;
}

/** Walks a test through the real pages in the real browser, in one locale; null when all is as it should be. */
export async function runTest(run: TestRun, test: DialogTest): Promise<Failure | null> {
  const { configuration, set, file, coverage } = run;
  const steps: string[] = [];
  const watch = {
    entered(dialog: string, step: string) {
      steps.push(step);
      coverage.entered(dialog, step);
    },
  };
  const site = await openTestSite({ configuration, set, dialog: file.dialog, given: test.given, watch });
  try {
    return await walk({ ...run, steps }, test, site);
  } finally {
    await site.close();
  }
}

/** A run, and the steps that were entered since the dialog listened last. */
type Walk = TestRun & { steps: string[] };

async function walk(run: Walk, test: DialogTest, site: TestSite): Promise<Failure | null> {
  const { key, path } = await site.pages.open({
    ...{ dialog: run.file.dialog, setHash: run.set.hash, service: site.service, interactionId: site.call },
    ...{
      sessionId: 'a test',
      actionId: secretId(site.app.random),
      values: test.given.values ?? {},
      locale: run.locale,
    },
  });
  const caller = testCaller(site.pages, path, site.clock);
  for (const [index, turn] of test.turns.entries()) {
    const { heard, over } = await caller.next();
    const wrong = turnFailure(run, turn, heard);
    if (wrong !== null) return { path: ['turns', index], message: wrong };
    if (turn.presses === undefined) continue;
    if (over) return { path: ['turns', index, 'presses'], message: 'the dialog is over and takes no key' };
    if (turn.unreachable) caller.loseServer();
    act(caller, String(turn.presses), site);
  }
  const rest = await caller.next();
  const end = caller.end();
  if (!end || rest.heard.length > 0)
    return { path: ['turns'], message: `the dialog goes on: it says ${quoted(rest.heard)}` };
  if (end.how === 'error') return { path: ['turns'], message: `the dialog failed: ${end.error ?? ''}` };
  return endFailure(test, site, (await site.pages.result(key)) ?? end.result);
}

function turnFailure(
  { set, file, locale, coverage, steps }: Walk,
  turn: Turn,
  heard: string[],
): string | null {
  const book = set.books.get(locale);
  const nameOf = book ? promptNames(book) : () => null;
  const dialog = set.dialogs.get(file.dialog);
  const likely = new Set(steps.splice(0).flatMap((step) => promptsOfStep(dialog?.steps.get(step))));
  const names = heard.map((said) => nameOf(said, likely) ?? '?');
  for (const name of names) coverage.heard(locale, name);
  if (turn.prompts && names.join() !== turn.prompts.join())
    return `the prompts are ${names.join(', ') || 'none'}, not ${turn.prompts.join(', ')}`;
  const inLanguage = turn.hears !== undefined && locale === file.language;
  return inLanguage && !heard.join(' ').includes(turn.hears ?? '')
    ? `it says ${quoted(heard)}, not "${turn.hears}"`
    : null;
}

function quoted(heard: string[]): string {
  return heard.length === 0 ? 'nothing' : `"${heard.join(' ')}"`;
}

async function endFailure(test: DialogTest, site: TestSite, result: JsonObject): Promise<Failure | null> {
  const { expect } = test;
  for (const [name, wanted] of Object.entries(expect.result ?? {}))
    if (JSON.stringify(result[name]) !== JSON.stringify(wanted))
      return {
        path: ['expect', 'result', name],
        message: `${name} is ${shown(result[name])}, not ${shown(wanted)}`,
      };
  const before = site.callbacks[0];
  const record = before === undefined ? null : await site.app.store.callbacks.get(before);
  const state = `${record?.state ?? 'none'} ${record?.reason ?? ''}`.trim();
  if (expect.callback !== undefined && state !== expect.callback)
    return { path: ['expect', 'callback'], message: `the callback is ${state}, not ${expect.callback}` };
  return bookedFailure(expect.booked, site);
}

async function bookedFailure(
  wanted: DialogTest['expect']['booked'],
  site: TestSite,
): Promise<Failure | null> {
  const path = ['expect', 'booked'];
  const { records } = await site.app.store.callbacks.find({ limit: 100 });
  const made = records.filter(({ id }) => !site.callbacks.includes(id));
  const [record] = made;
  if (!wanted)
    return record ? { path: ['expect'], message: `a callback to ${record.customerNumber} was booked` } : null;
  if (!record || made.length > 1) return { path, message: `${made.length} callbacks were booked` };
  const at = record.desiredAt === null ? undefined : new Date(record.desiredAt).toISOString();
  const wantedAt = wanted.at === undefined ? undefined : new Date(wanted.at).toISOString();
  if (record.customerNumber !== wanted.number)
    return { path: [...path, 'number'], message: `it is to ${record.customerNumber}` };
  if (at !== wantedAt) return { path, message: `it is for ${at ?? 'as soon as possible'}` };
  const pair = Object.entries(wanted.kvps ?? {}).find(([name, value]) => record.kvps[name] !== value);
  return pair ? { path: [...path, 'kvps', pair[0]], message: `it is ${shown(record.kvps[pair[0]])}` } : null;
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}
