import type { App } from '../app/ports.ts';
import type { JsonObject } from '../core/json.ts';
import type { DialogRun } from '../store/dialog-runs.ts';
import { resultOf } from './advance-run.ts';
import type { CompiledSet } from './compile-set.ts';
import type { Dialog, EndStep, Step } from './dialog.ts';
import { submitMark } from './lint-pages.ts';
import { fillTemplate } from './page-template.ts';
import { startTemplate } from './start-page.ts';
import { profileNamed, type PlatformProfile } from './platform-profile.ts';
import { stepTemplate, type ShownStep } from './step-pages.ts';
import { choicesOf, giveUpOf } from './take-answer.ts';

/** For a run that has ended where nothing is said: the page only exits. */
const silentEnd: EndStep = {
  kind: 'end',
  name: '',
  attach: [],
  set: [],
  prompts: [],
  end: 'queue',
  result: [],
};

/** The page a run stands at. */
export function runPage(app: App, set: CompiledSet, dialog: Dialog, run: DialogRun): string {
  const step = dialog.steps.get(run.step);
  const submit = `/vxml/run/${run.key}/${run.revision}`;
  if (run.status === 'open' && step?.kind === 'page')
    return (set.files[step.file] ?? '').replaceAll(submitMark, submit);
  const shown = shownStep(run, step);
  const choices = shown.kind === 'choose' ? choicesOf(run.values) : [];
  const profile = profileOf(run);
  const template = stepTemplate({ set, dialog, locale: run.locale, profile }, shown, choices.length);
  const result = run.result ?? {};
  const fallback = fallbackResult(app, dialog, run, step);
  return fillTemplate(template, { submit, result, fallback, values: run.values, choices });
}

/** The platform that the run's pages are for. */
export function profileOf({ values }: DialogRun): PlatformProfile {
  const { profile } = values;
  return profileNamed(typeof profile === 'string' ? profile : null);
}

/** The first page of a browser that is not ours. */
export function startPage(submit: string): string {
  const fallback = { end: 'queue' };
  return fillTemplate(startTemplate, { submit, result: fallback, fallback, values: {}, choices: [] });
}

function shownStep(run: DialogRun, step: Step | undefined): ShownStep {
  const standing = step && step.kind !== 'page' && step.kind !== 'ask' && step.kind !== 'when';
  return standing && (run.status === 'open' || step.kind === 'end') ? step : silentEnd;
}

/** What the page hands over when not even the next page can be had. */
function fallbackResult(app: App, dialog: Dialog, run: DialogRun, step: Step | undefined): JsonObject {
  if (run.result) return run.result;
  const giveUp = dialog.steps.get(step ? giveUpOf(dialog, step) : dialog.giveUp);
  return giveUp?.kind === 'end' ? resultOf(giveUp, run.values, app) : { end: 'queue' };
}
