import type { Configuration } from '../callback/configuration.ts';
import type { Clock } from '../core/clock.ts';
import { RingbackError } from '../core/errors.ts';
import { previewDialog } from '../dialog/preview-dialog.ts';
import type { CompiledSet } from '../dialog/compile-set.ts';
import { createLibrary } from '../dialog/library.ts';
import type { DialogPreviews, WalkWish } from '../http/dialog-preview.ts';
import type { Store } from '../store/store.ts';
import type { Speech } from '../voice/speech/speech.ts';
import { spokenWave } from '../voice/speech/spoken-wave.ts';
import { givenMistakes } from './dialog-tests/read-tests.ts';
import { walkAsTest } from './dialog-tests/walk-as-test.ts';
import type { WalkRequest } from './dialog-tests/walk-dialog.ts';
import { createWalker } from './dialog-tests/walker.ts';

interface PreviewsParts {
  configuration: Configuration;
  clock: Clock;
  store: Pick<Store, 'sets'>;
  /** Opened when somebody wants to hear something. */
  speech: () => Promise<Speech>;
}

/** Dialogs of the active set to look at, to hear and to walk through. */
export function createDialogPreviews(parts: PreviewsParts): DialogPreviews & { close(): Promise<void> } {
  const { configuration, store } = parts;
  const library = createLibrary(store);
  const active = async (): Promise<CompiledSet> => library.get((await store.sets.active()) ?? '');
  const walker = createWalker(configuration, parts.clock);
  const ours = configuration.services[0]?.locale ?? 'en-US';
  return {
    async view(dialog, locale) {
      return previewDialog(await active(), dialog, locale ?? ours);
    },
    async walk(wish) {
      const set = await active();
      const request = requestOf(wish);
      if (!set.dialogs.has(wish.dialog))
        throw new RingbackError('DOCUMENT_UNKNOWN', { kind: 'dialog', name: wish.dialog.slice(0, 100) });
      const walk = await walker.walk(set, request);
      return { ...walk, test: walkAsTest(request, walk) };
    },
    say: async (text, locale) => spokenWave(await parts.speech(), text, locale),
    close: () => walker.close(),
  };
}

/** @throws BAD_REQUEST for what no test could take for granted either */
function requestOf({ given, ...wish }: WalkWish): WalkRequest {
  const [wrong] = givenMistakes(given);
  if (wrong !== undefined) throw new RingbackError('BAD_REQUEST', { what: wrong });
  return { ...wish, given };
}
