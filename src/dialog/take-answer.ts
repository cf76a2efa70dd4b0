import type { Json, JsonObject } from '../core/json.ts';
import type { DialogRun } from '../store/dialog-runs.ts';
import type { ChooseStep, Dialog, Step } from './dialog.ts';

/** What a page sent: a form, not to be trusted. */
export type Form = Readonly<Record<string, unknown>>;

/** Where an answer leads: to a step, to the same page again, or out, for the caller has hung up. */
export type Taken =
  | { kind: 'go'; step: string; values: JsonObject }
  | { kind: 'again'; values: JsonObject }
  | { kind: 'hangup' };

const LONGEST_TEXT = 1_000;
const MOST_FIELDS = 50;

/** Takes what the caller did at a step. The page checks entries too, but browsers are not all to be relied on. */
export function takeAnswer(dialog: Dialog, step: Step, run: DialogRun, form: Form): Taken {
  const { refused, ...values } = run.values;
  const event = textOf(form, 'event');
  if (event === 'hangup') return { kind: 'hangup' };
  if (event !== '') return { kind: 'go', step: giveUpOf(dialog, step), values };
  const taken = answerOf(step, values, form);
  if (taken) return { kind: 'go', ...taken };
  const count = (typeof refused === 'number' ? refused : 0) + 1;
  if ('listen' in step && count < step.listen.tries)
    return { kind: 'again', values: { ...values, refused: count } };
  return { kind: 'go', step: giveUpOf(dialog, step), values };
}

/** The step taken when the caller is silent, or something fails on our side. */
export function giveUpOf(dialog: Dialog, step: Step): string {
  if ('listen' in step) return step.listen.giveUp;
  return step.kind === 'page' ? step.giveUp : dialog.giveUp;
}

function answerOf(step: Step, values: JsonObject, form: Form): { step: string; values: JsonObject } | null {
  // Some browsers give several keys with blanks between them.
  const answer = textOf(form, 'answer').replaceAll(/\s/g, '');
  switch (step.kind) {
    case 'say':
      return { step: step.next, values };
    case 'menu': {
      const next = step.keys.get(answer);
      return next === undefined ? null : { step: next, values };
    }
    case 'collect': {
      const fits = /^\d+$/.test(answer) && answer.length >= step.minimum && answer.length <= step.maximum;
      return fits ? { step: step.next, values: { ...values, [step.into]: answer } } : null;
    }
    case 'record':
      return answer === '' ? null : { step: step.next, values: { ...values, [step.into]: answer } };
    case 'choose': {
      const other = step.keys.get(answer);
      if (other !== undefined) return { step: other, values };
      const choice = /^[1-9]$/.test(answer) ? choicesOf(values)[Number(answer) - 1] : undefined;
      return choice ? { step: step.next, values: { ...values, [step.into]: choice } } : null;
    }
    case 'page':
      return {
        step: step.next,
        values: step.into === null ? values : { ...values, [step.into]: fieldsOf(form) },
      };
    default:
      return null;
  }
}

/** How many entries of a list have a key: those below the first digit that leads elsewhere. */
export function mostChoices({ keys }: ChooseStep): number {
  const taken = [...keys.keys()].filter((key) => /^[1-9]$/.test(key)).map(Number);
  return Math.min(9, ...taken.map((key) => key - 1));
}

/** The entries a `choose` step offers. */
export function choicesOf(values: JsonObject): JsonObject[] {
  const { choices } = values;
  return Array.isArray(choices) ? choices.filter(isObject) : [];
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(form: Form): JsonObject {
  const names = Object.keys(form).slice(0, MOST_FIELDS);
  return Object.fromEntries(names.map((name) => [name.slice(0, LONGEST_TEXT), textOf(form, name)]));
}

/** A field of a form as text; empty when it is not there, and never over long. */
export function textOf(form: Form, name: string): string {
  const value = Object.hasOwn(form, name) ? form[name] : undefined;
  return typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : '';
}
