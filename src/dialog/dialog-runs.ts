import type { App } from '../app/ports.ts';
import { RingbackError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { DialogRun } from '../store/dialog-runs.ts';
import { enter } from './advance-run.ts';
import type { CompiledSet } from './compile-set.ts';
import type { Dialog } from './dialog.ts';
import type { DialogWatch } from './dialog-watch.ts';
import type { Library } from './library.ts';
import type { Questions } from './question.ts';
import { booksByPreference } from './prompt-book.ts';
import { profileOf, runPage } from './run-page.ts';
import { startValues } from './start-values.ts';

export interface PageServerParts {
  app: App;
  library: Library;
  questions: Questions;
  /** Makes the keys of runs unguessable; the same on every node and after a restart. */
  secret: string;
  watch?: DialogWatch;
}

export interface ServedPage {
  body: string;
  mediaType: string;
}

export interface DialogOpening {
  dialog: string;
  setHash: string;
  service: string;
  interactionId: string | null;
  sessionId: string | null;
  /** The `dialog:start` action; null when a browser that is not ours begins. */
  actionId: string | null;
  values: JsonObject;
  locale: string;
}

/** Takes the silent steps before the first page, then stores the run. */
export async function beginRun(
  parts: PageServerParts,
  opening: DialogOpening & { key: string },
): Promise<DialogRun> {
  const { app } = parts;
  const now = app.clock.now();
  const run: DialogRun = {
    ...opening,
    revision: 0,
    step: '',
    values: await startValues(app, opening),
    status: 'open',
    result: null,
    startedAt: now,
    updatedAt: now,
  };
  const dialog = await dialogOf(parts, run);
  const first = await enter({ ...parts, dialog }, run, dialog.start);
  const outcome = await app.store.dialogRuns.open(first);
  return outcome === 'opened' ? first : runOf(parts, run.key);
}

/** The page a run stands at, and its media type. */
export async function currentPage(parts: PageServerParts, run: DialogRun): Promise<ServedPage> {
  const set = await parts.library.get(run.setHash);
  tellMissingLocale(parts, set, run);
  return { body: runPage(parts.app, set, dialogIn(set, run), run), mediaType: profileOf(run).mediaType };
}

const toldMissing = new WeakMap<CompiledSet, Set<string>>();

/** Once for each set and locale: callers hear another language than was meant for them. */
function tellMissingLocale({ app }: PageServerParts, set: CompiledSet, { dialog, locale }: DialogRun): void {
  const told = toldMissing.get(set) ?? new Set();
  toldMissing.set(set, told);
  if (set.books.has(locale) || told.has(locale)) return;
  told.add(locale);
  const instead = booksByPreference(set, locale)[0]?.locale ?? 'nothing';
  app.log.warn(
    { dialog, locale, instead },
    'there are no prompts in that language: callers hear another one',
  );
}

/** @throws RUN_UNKNOWN */
export async function runOf({ app }: PageServerParts, key: string): Promise<DialogRun> {
  const run = /^[0-9a-f]{32}$/.test(key) ? await app.store.dialogRuns.get(key) : null;
  if (!run) throw new RingbackError('RUN_UNKNOWN');
  return run;
}

/** @throws DOCUMENT_UNKNOWN */
export async function dialogOf(
  parts: PageServerParts,
  run: Pick<DialogRun, 'setHash' | 'dialog'>,
): Promise<Dialog> {
  return dialogIn(await parts.library.get(run.setHash), run);
}

function dialogIn(set: CompiledSet, run: Pick<DialogRun, 'dialog'>): Dialog {
  const dialog = set.dialogs.get(run.dialog);
  if (!dialog) throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'dialog', name: run.dialog });
  return dialog;
}
