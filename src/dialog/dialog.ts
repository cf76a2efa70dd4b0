import type { Expression } from './expression.ts';

/** A checked dialog: how a conversation by voice and keys goes, step by step. */
export interface Dialog {
  name: string;
  /** Where it was written, such as `dialogs/classic.yaml`. */
  file: string;
  start: string;
  steps: ReadonlyMap<string, Step>;
  /** Step taken when the caller presses nothing, or something goes wrong on our side. */
  giveUp: string;
  /** Step whose result counts when the caller hangs up; null for none. */
  hangUp: string | null;
  /** Prompt played when something goes wrong on our side and not even the next page can be had. */
  sorry: string | null;
  /** Names of values given by whoever starts it. */
  values: readonly string[];
}

export type Step =
  SayStep | MenuStep | CollectStep | RecordStep | AskStep | ChooseStep | WhenStep | EndStep | PageStep;

interface StepBase {
  name: string;
  /** Pairs noted when the step is entered; they leave with the result. */
  attach: readonly Assignment[];
  /** Values that the dialog itself gives when the step is entered. */
  set: readonly Assignment[];
}

export interface Assignment {
  name: string;
  value: Expression;
}

/** Targets in order; the first whose condition holds is taken. The last one has none. */
export interface Route {
  condition: Expression | null;
  go: string;
}

/** How a step waits for keys. */
export interface Listen {
  timeoutMs: number;
  interDigitMs: number;
  /** Times the caller is asked. */
  tries: number;
  giveUp: string;
  /** Keys that were pressed before it is asked count. */
  typeAhead: boolean;
  /** Prompts said before the step's own is repeated. */
  noInput: string | null;
  noMatch: string | null;
}

/** A prompt, then another step. */
export interface SayStep extends StepBase {
  kind: 'say';
  prompts: readonly string[];
  next: string;
}

/** A prompt and keys to choose from. */
export interface MenuStep extends StepBase {
  kind: 'menu';
  prompts: readonly string[];
  /** `0`-`9`, `*`, `#` to the step it leads to. */
  keys: ReadonlyMap<string, string>;
  listen: Listen;
}

/** A prompt and a number of digits to key. */
export interface CollectStep extends StepBase {
  kind: 'collect';
  prompts: readonly string[];
  minimum: number;
  maximum: number;
  into: string;
  next: string;
  listen: Listen;
}

/** A prompt and something to say: a `collect` step that records. */
export interface RecordStep extends StepBase {
  kind: 'record';
  prompts: readonly string[];
  longestMs: number;
  /** Value that takes the id of what was said. */
  into: string;
  next: string;
  listen: Listen;
}

/** A question to the server. */
export interface AskStep extends StepBase {
  kind: 'ask';
  question: string;
  /** Names of the values kept of its answer. */
  keep: readonly string[];
  next: { outcomes: ReadonlyMap<string, string> } | { routes: readonly Route[] };
}

/** A list from the server (`choices` of its answer), offered as keys 1 to 9. */
export interface ChooseStep extends StepBase {
  kind: 'choose';
  question: string;
  /** Said before the list. */
  prompts: readonly string[];
  /** Said for each entry, which it knows as `choice`, with its key as `key`. */
  each: string;
  /** Value that takes the chosen entry. */
  into: string;
  next: string;
  /** Step taken when the list is empty. */
  none: string;
  /** Keys besides those of the list, such as one for later entries. */
  keys: ReadonlyMap<string, string>;
  listen: Listen;
}

/** A fork on what is known. */
interface WhenStep extends StepBase {
  kind: 'when';
  routes: readonly Route[];
}

/** How the call leaves the dialog, perhaps after a last prompt. */
export interface EndStep extends StepBase {
  kind: 'end';
  prompts: readonly string[];
  end: string;
  result: readonly Assignment[];
}

/** A plain VoiceXML document, served as it is. */
interface PageStep extends StepBase {
  kind: 'page';
  /** Path in the set, such as `dialogs/own/survey.vxml`. */
  file: string;
  /** Value that takes what the document submits. */
  into: string | null;
  next: string;
  giveUp: string;
}
