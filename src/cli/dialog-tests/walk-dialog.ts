import type { Configuration } from '../../callback/configuration.ts';
import { secretId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { compileSet, type CompiledSet, type Files } from '../../dialog/compile-set.ts';
import type { Step } from '../../dialog/dialog.ts';
import { promptsOfStep } from '../../dialog/prompts-of-step.ts';
import { act } from './act.ts';
import { promptNames } from './prompt-names.ts';
import type { Given } from './read-tests.ts';
import { testCaller } from './test-caller.ts';
import { openTestSite } from './test-site.ts';

/** What to walk through, and what the caller presses, a text for each time the dialog listens. */
export interface WalkRequest {
  dialog: string;
  locale: string;
  given: Given;
  presses: readonly string[];
}

/** Up to the next time the dialog listens: the steps, what was said by which prompts, and what was pressed then. */
interface WalkedTurn {
  steps: string[];
  said: { prompt: string | null; text: string }[];
  pressed: string | null;
}

export interface Walk {
  turns: WalkedTurn[];
  /** How the step at which the dialog listens takes keys; null when it is over. */
  listens: Step['kind'] | null;
  /** How it ended; null while it listens. */
  end: { result: JsonObject; error: string | null } | null;
  /** The callback that was booked: its number, and the time when one was chosen (ISO 8601). */
  booked: { number: string; at: string | null } | null;
}

/** Walks through a dialog as a test does, on virtual time, with a store that is gone afterwards. */
export async function walkFiles(
  { configuration, hash, files }: { configuration: Configuration; hash: string; files: Files },
  { dialog, locale, given, presses }: WalkRequest,
): Promise<Walk> {
  const set = compileSet(hash, files);
  const entered: string[] = [];
  const watch = { entered: (_: string, step: string) => void entered.push(step) };
  const site = await openTestSite({ configuration, set, dialog, given, watch });
  try {
    const { key, path } = await site.pages.open({
      ...{ dialog, setHash: set.hash, service: site.service, interactionId: site.call, locale },
      ...{ sessionId: 'a walk', actionId: secretId(site.app.random), values: given.values ?? {} },
    });
    const caller = testCaller(site.pages, path, site.clock);
    const turns: WalkedTurn[] = [];
    const left = [...presses];
    for (;;) {
      const { heard, over } = await caller.next();
      const steps = entered.splice(0);
      const pressed = over ? null : (left.shift() ?? null);
      turns.push({ steps, said: named({ set, dialog, locale }, steps, heard), pressed });
      if (pressed === null) break;
      act(caller, pressed, site);
    }
    const end = caller.end();
    const [record] = (await site.app.store.callbacks.find({ limit: 100 })).records.filter(
      ({ id }) => !site.callbacks.includes(id),
    );
    const at = record?.desiredAt ?? null;
    return {
      turns,
      listens: end ? null : listeningStep(set, dialog, turns),
      end: end && { result: (await site.pages.result(key)) ?? end.result, error: end.error },
      booked: record
        ? { number: record.customerNumber, at: at === null ? null : new Date(at).toISOString() }
        : null,
    };
  } finally {
    await site.close();
  }
}

function named(
  { set, dialog, locale }: { set: CompiledSet; dialog: string; locale: string },
  steps: string[],
  heard: string[],
): WalkedTurn['said'] {
  const book = set.books.get(locale);
  const nameOf = book ? promptNames(book) : () => null;
  const likely = new Set(steps.flatMap((step) => promptsOfStep(set.dialogs.get(dialog)?.steps.get(step))));
  return heard.map((text) => ({ prompt: nameOf(text, likely), text }));
}

function listeningStep(set: CompiledSet, dialog: string, turns: WalkedTurn[]): Step['kind'] | null {
  const step = turns.flatMap(({ steps }) => steps).at(-1) ?? '';
  return set.dialogs.get(dialog)?.steps.get(step)?.kind ?? null;
}
