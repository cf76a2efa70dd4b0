import type { App } from '../app/ports.ts';
import { derivedSecret } from '../core/ids.ts';
import type { Json } from '../core/json.ts';
import type { DialogRun } from '../store/dialog-runs.ts';
import type { Utterance } from '../store/utterances.ts';

/** A file of a multipart form. */
export interface FormFile {
  name: string;
  type: string;
  bytes: Uint8Array;
}

/** A minute at 8 kHz and 16 bits, with something over. */
const MOST_BYTES = 1_000_000;
const ID = /^[0-9a-f]{32}$/;
const AUDIO = /^audio\/[a-z0-9.+-]{1,60}$/i;

/**
 * Keeps what the caller said at a step and answers its id, which follows from the run: sent twice it is kept once. Null
 * when it is no sound, none at all, or more than a minute of it.
 */
export async function keepAnswer(
  app: App,
  { key, revision }: DialogRun,
  files: readonly FormFile[],
): Promise<string | null> {
  const said = files.find(({ name }) => name === 'answer');
  if (!said || said.bytes.length === 0 || said.bytes.length > MOST_BYTES || !AUDIO.test(said.type))
    return null;
  const id = derivedSecret(key, 'utterance', revision);
  const base64 = Buffer.from(said.bytes).toString('base64');
  await app.store.utterances.keep({ id, at: app.clock.now(), type: said.type, base64 });
  return id;
}

/** What was said, by the last part of its path; null when there is none. */
export async function utteranceAt(app: App, file: string): Promise<Utterance | null> {
  const id = file.replace(/\.wav$/, '');
  return ID.test(id) ? app.store.utterances.get(id) : null;
}

/** Where it is heard. A value that is no id leads nowhere: the prompt goes on without. */
export function utterancePath(id: Json): string {
  return `/vxml/said/${typeof id === 'string' && ID.test(id) ? id : 'nothing'}.wav`;
}
