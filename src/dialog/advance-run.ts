import { localeAmong } from '../callback/language.ts';
import type { App } from '../app/ports.ts';
import { messageOf } from '../core/errors.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { DialogRun } from '../store/dialog-runs.ts';
import type { Assignment, AskStep, Dialog, EndStep, Route, Step } from './dialog.ts';
import type { DialogWatch } from './dialog-watch.ts';
import { evaluate, holds } from './expression.ts';
import type { Questions } from './question.ts';
import { choicesOf, giveUpOf, mostChoices, takeAnswer, type Form } from './take-answer.ts';

/** What a run needs to go on. */
export interface RunContext {
  app: App;
  questions: Questions;
  dialog: Dialog;
  watch?: DialogWatch;
}

/** More silent steps in a row than any dialog has that lint lets pass. */
const MOST_SILENT_STEPS = 100;

/** The run after an answer, not yet stored: at the next step that needs the caller, or ended. */
export async function afterAnswer(context: RunContext, run: DialogRun, form: Form): Promise<DialogRun> {
  const { dialog, app } = context;
  const next = { ...run, revision: run.revision + 1, updatedAt: app.clock.now() };
  const step = dialog.steps.get(run.step);
  if (!step) return ended(next, run.step, { end: 'queue', error: `there is no step ${run.step}` });
  const taken = takeAnswer(dialog, step, run, form);
  if (taken.kind === 'hangup') return afterHangup(context, next);
  if (taken.kind === 'again') return { ...next, values: taken.values };
  return enter(context, { ...next, values: taken.values }, taken.step);
}

/** The run from a step on: asks the server and takes forks until a step needs the caller, or ends. */
export async function enter(context: RunContext, run: DialogRun, first: string): Promise<DialogRun> {
  let [current, name, failed] = [run, first, false];
  for (let silent = 0; silent < MOST_SILENT_STEPS; silent++) {
    const step = context.dialog.steps.get(name);
    try {
      if (!step) throw new Error(`dialog ${context.dialog.name} has no step ${name}`);
      context.watch?.entered(context.dialog.name, name);
      current = spokenTo({ ...current, step: name, values: entered(current.values, step, context.app) });
      const next = await pass(context, current, step);
      if (next.step === null) return next.run;
      [current, name] = [next.run, next.step];
    } catch (error) {
      // The caller is never left in silence: whatever went wrong, the dialog gives up in its own way, once.
      context.app.log.error({ run: run.key, step: name, error: messageOf(error) }, 'a dialog step failed');
      if (failed) return ended(current, name, { end: 'queue', error: messageOf(error) });
      [name, failed] = [step ? giveUpOf(context.dialog, step) : context.dialog.giveUp, true];
    }
  }
  return ended(current, name, { end: 'queue', error: 'the dialog goes round in circles' });
}

/** What a dialog hands over at an end. */
export function resultOf(step: EndStep, values: JsonObject, app: App): JsonObject {
  const { attach } = values;
  const result = assigned(step.result, values, app);
  return { ...result, end: step.end, ...(attach === undefined ? {} : { attach }) };
}

/** One step: to the next one, or (`step: null`) no further. */
async function pass(
  context: RunContext,
  run: DialogRun,
  step: Step,
): Promise<{ run: DialogRun; step: string | null }> {
  switch (step.kind) {
    case 'ask':
      return ask(context, run, step);
    case 'when':
      return { run, step: taken(step.routes, run.values, context.app) };
    case 'end':
      return { run: ended(run, step.name, resultOf(step, run.values, context.app)), step: null };
    case 'choose': {
      const { values } = await answerTo(context, run, step.question);
      const choices = choicesOf(values).slice(0, mostChoices(step));
      return {
        run: { ...run, values: { ...run.values, choices } },
        step: choices.length === 0 ? step.none : null,
      };
    }
    default:
      return { run, step: null };
  }
}

async function ask(
  context: RunContext,
  run: DialogRun,
  step: AskStep,
): Promise<{ run: DialogRun; step: string }> {
  const { outcome, values } = await answerTo(context, run, step.question);
  const kept = Object.fromEntries(step.keep.map((name) => [name, values[name] ?? null]));
  const next = { ...run, values: { ...run.values, ...kept } };
  if ('routes' in step.next) return { run: next, step: taken(step.next.routes, next.values, context.app) };
  const go = step.next.outcomes.get(outcome);
  if (go === undefined)
    throw new Error(`question ${step.question} answered ${outcome}, for which there is no step`);
  return { run: next, step: go };
}

function answerTo(context: RunContext, run: DialogRun, name: string): ReturnType<Questions[string]['ask']> {
  const question = Object.hasOwn(context.questions, name) ? context.questions[name] : undefined;
  if (!question) throw new Error(`nobody answers the question ${name}`);
  return question.ask(context.app, { run, values: run.values });
}

function taken(routes: readonly Route[], values: JsonObject, app: App): string {
  const scope = scopeOf(values, app);
  const route = routes.find(({ condition }) => condition === null || holds(condition, scope));
  if (!route) throw new Error('none of the conditions holds');
  return route.go;
}

/** A step may give `language` another value: from there on the caller is spoken to in that. */
function spokenTo(run: DialogRun): DialogRun {
  const locale = localeAmong(run.values['language']);
  return locale === null || locale === run.locale ? run : { ...run, locale };
}

function afterHangup({ dialog, app }: RunContext, run: DialogRun): DialogRun {
  const step = dialog.hangUp === null ? undefined : dialog.steps.get(dialog.hangUp);
  if (step?.kind !== 'end') return ended(run, run.step, { end: 'hangup', ...pairs(run.values) });
  const values = entered(run.values, step, app);
  return ended({ ...run, values }, step.name, resultOf(step, values, app));
}

function ended(run: DialogRun, step: string, result: JsonObject): DialogRun {
  return { ...run, step, status: 'ended', result };
}

function pairs({ attach }: JsonObject): JsonObject {
  return attach === undefined ? {} : { attach };
}

/** What the dialog knows once a step is entered: the values it sets, and the pairs it notes. */
function entered(given: JsonObject, { set, attach }: Step, app: App): JsonObject {
  const values = set.length === 0 ? given : { ...given, ...assigned(set, given, app) };
  if (attach.length === 0) return values;
  return { ...values, attach: { ...(values['attach'] as JsonObject), ...assigned(attach, values, app) } };
}

function assigned(assignments: readonly Assignment[], values: JsonObject, app: App): Record<string, Json> {
  const scope = scopeOf(values, app);
  return Object.fromEntries(assignments.map(({ name, value }) => [name, evaluate(value, scope)]));
}

/** `now` is in epoch seconds, as the `_CB_T_*` pairs are. */
function scopeOf(values: JsonObject, app: App): JsonObject {
  return { ...values, now: Math.floor(app.clock.now() / 1000) };
}
