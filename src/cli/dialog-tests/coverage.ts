import type { CompiledSet } from '../../dialog/compile-set.ts';
import type { Dialog } from '../../dialog/dialog.ts';
import { promptsOfDialog } from '../../dialog/prompts-of-step.ts';

/** Which steps were taken, and which prompts were heard in which language. */
export class Coverage {
  readonly #steps = new Set<string>();
  readonly #prompts = new Set<string>();

  entered(dialog: string, step: string): void {
    this.#steps.add(`${dialog} ${step}`);
  }

  heard(locale: string, prompt: string): void {
    this.#prompts.add(`${locale} ${prompt}`);
  }

  /** What of a dialog was reached, and what was not. */
  of(set: CompiledSet, dialog: Dialog): { part: string; reached: number; all: number; missing: string[] }[] {
    const steps = [...dialog.steps.keys()];
    const prompts = promptsOfDialog(dialog);
    const locales = [...set.books.keys()];
    const spoken = locales.flatMap((locale) => prompts.map((prompt) => `${locale} ${prompt}`));
    const whole = locales.filter((locale) =>
      prompts.every((prompt) => this.#prompts.has(`${locale} ${prompt}`)),
    );
    return [
      part('steps', steps, (step) => this.#steps.has(`${dialog.name} ${step}`)),
      part('prompts', spoken, (one) => this.#prompts.has(one)),
      part('languages', locales, (locale) => whole.includes(locale)),
    ];
  }
}

function part(
  name: string,
  all: string[],
  has: (one: string) => boolean,
): { part: string; reached: number; all: number; missing: string[] } {
  const missing = all.filter((one) => !has(one));
  return { part: name, reached: all.length - missing.length, all: all.length, missing };
}
