import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

import { messageOf } from '../core/errors.ts';
import { formatProblem, type Problem } from '../core/problem.ts';
import { drawnDialog } from '../dialog/drawn-dialog.ts';
import type { Diagram } from '../drawing/diagram.ts';
import { mermaid } from '../drawing/mermaid.ts';
import { svg } from '../drawing/svg.ts';
import { drawnStrategy } from '../strategy/drawn-strategy.ts';
import { Refusal } from './client.ts';
import { filesBeside } from './files-beside.ts';

/** `ringback graph`: a strategy or a dialog as a picture, printed. */
export async function graph(file: string, options: { svg?: boolean }): Promise<void> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new Refusal(`The file cannot be read: ${messageOf(error)}`);
  }
  const { diagram, problems } = drawn(file, text);
  if (!diagram) throw new Refusal(problems.map(formatProblem).join('\n'));
  console.log((options.svg === true ? svg(diagram) : mermaid(diagram)).trimEnd());
}

function drawn(file: string, text: string): { diagram: Diagram | null; problems: Problem[] } {
  if (/\.scxml$/i.test(file)) return drawnStrategy(file, text, filesBeside(file));
  if (/\.ya?ml$/i.test(file)) return drawnDialog(file, text);
  throw new Refusal(`${basename(file)} is neither a strategy (.scxml) nor a dialog (.yaml).`);
}
