import type { App } from '../app/ports.ts';
import type { JsonObject } from '../core/json.ts';
import type { DialogRun } from '../store/dialog-runs.ts';

/** What a dialog can ask of the server, by name. */
interface Question {
  /** The answers there can be. */
  readonly outcomes: readonly string[];
  /** Safe to repeat for the same run and values: an answer may be worked out twice and counted once. */
  ask(
    app: App,
    asked: { run: DialogRun; values: JsonObject },
  ): Promise<{ outcome: string; values: JsonObject }>;
}

export type Questions = Readonly<Record<string, Question>>;
