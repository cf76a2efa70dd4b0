import type { Dialog, Step } from './dialog.ts';

/** Every prompt of a dialog, once. */
export function promptsOfDialog(dialog: Dialog): string[] {
  const found = [...dialog.steps.values()].flatMap(promptsOfStep);
  return [...new Set([...found, ...(dialog.sorry === null ? [] : [dialog.sorry])])];
}

/** Prompts that a step plays. */
export function promptsOfStep(step: Step | undefined): string[] {
  if (!step) return [];
  const said = 'prompts' in step ? step.prompts : [];
  const each = step.kind === 'choose' ? [step.each] : [];
  const again = 'listen' in step ? [step.listen.noInput, step.listen.noMatch] : [];
  return [...said, ...each, ...again.filter((name) => name !== null)];
}
