import type { Problem } from '../core/problem.ts';
import type { Diagram } from '../drawing/diagram.ts';
import { buildDialog } from './build-dialog.ts';
import { dialogDiagram } from './dialog-diagram.ts';
import { lintKeys } from './lint-keys.ts';
import { lintSteps } from './lint-steps.ts';
import { lintValues } from './lint-values.ts';
import { readDialog } from './read-dialog.ts';

/** The diagram of a dialog file by itself, without its prompts; null when it has errors, which are in `problems`. */
export function drawnDialog(file: string, text: string): { diagram: Diagram | null; problems: Problem[] } {
  const { dialog, problems } = readDialog(file, text);
  if (!dialog) return { diagram: null, problems };
  const { yaml, raw } = dialog;
  const found = [...lintSteps(yaml, raw), ...lintKeys(yaml, raw), ...lintValues(yaml, raw)];
  const wrong = found.some(({ severity }) => severity === 'error');
  return { diagram: wrong ? null : dialogDiagram(buildDialog(file, raw)), problems: found };
}
