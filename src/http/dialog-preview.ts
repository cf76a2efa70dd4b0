import type { JsonObject } from '../core/json.ts';

/** What a prompt consists of: a recording by its path below `/vxml/audio/`, or a text for a voice. */
export interface PreviewSound {
  text: string;
  recording: string | null;
}

/** A dialog for people who look at it. */
export interface DialogView {
  dialog: string;
  locale: string;
  dialogs: string[];
  locales: string[];
  /** Values it may be started with. */
  values: readonly string[];
  /** Its graph: boxes with `data-state`, arrows with `data-from` and `data-to`. */
  svg: string;
  prompts: { name: string; locale: string; sounds: PreviewSound[] }[];
}

/** A walk: through which dialog, what it takes for granted, and what is pressed each time the dialog listens. */
export interface WalkWish {
  dialog: string;
  locale: string;
  given: JsonObject;
  presses: string[];
}

/** What the preview of dialogs needs; nothing in it touches a call or the store. */
export interface DialogPreviews {
  /** Of the active set; null when it has no dialog of that name. */
  view(dialog: string, locale: string | null): Promise<DialogView | null>;
  /** The walk so far, and the same as a test of `dialogs/tests`. @throws BAD_REQUEST, WALK_FAILED */
  walk(wish: WalkWish): Promise<object>;
  /** A WAV file that says the text; null without a voice for the locale. */
  say(text: string, locale: string): Promise<Uint8Array | null>;
}
