import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

import type { Recording } from '../app/recording.ts';
import { messageOf } from '../core/errors.ts';
import { formatProblem, type Problem } from '../core/problem.ts';
import { drawnDialog } from '../dialog/drawn-dialog.ts';
import type { Diagram } from '../drawing/diagram.ts';
import { mermaid } from '../drawing/mermaid.ts';
import { svg } from '../drawing/svg.ts';
import { configurationsOf } from '../report/configurations.ts';
import { fileIn } from '../scxml/file-address.ts';
import { chartFiles } from '../strategy/chart-files.ts';
import { drawnStrategy } from '../strategy/drawn-strategy.ts';
import { Refusal, type Client } from './client.ts';
import { filesBeside } from './files-beside.ts';

export interface GraphWishes {
  svg?: boolean;
  session?: string;
  step?: string;
}

/** `ringback graph`: a strategy or a dialog as a picture, printed; with `session`, where that one stands, or stood. */
export async function graph(client: () => Client, file: string, wishes: GraphWishes): Promise<void> {
  const { session, step } = wishes;
  const { drawing, lit } =
    session === undefined
      ? { drawing: drawn(file, await textOf(file)), lit: new Set<string>() }
      : await configured(client(), { file, session, step });
  const { diagram, problems } = drawing;
  if (!diagram) throw new Refusal(problems.map(formatProblem).join('\n'));
  console.log((wishes.svg === true ? svg(diagram, lit) : mermaid(diagram, lit)).trimEnd());
}

interface Drawing {
  diagram: Diagram | null;
  problems: Problem[];
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Refusal(`The file cannot be read: ${messageOf(error)}`);
  }
}

/** A session runs the document it began with: that is drawn, whatever the file says by now. */
async function configured(
  client: Client,
  { file, session: id, step }: { file: string; session: string; step: string | undefined },
): Promise<{ drawing: Drawing; lit: Set<string> }> {
  const recording = (await client.get(`/api/v1/recordings/${encodeURIComponent(id)}`)) as Recording;
  const { strategy } = recording.session;
  if (basename(file) !== basename(`${strategy}.scxml`))
    throw new Refusal(`Session ${recording.session.id} runs ${strategy}.scxml, not ${basename(file)}.`);
  const configurations = configurationsOf(recording.journal);
  const at =
    step === undefined ? configurations.at(-1) : configurations.find(({ seq }) => String(seq) === step);
  if (step !== undefined && !at)
    throw new Refusal(`The session has ${configurations.length} steps, none is ${step}.`);
  const files = chartFiles(recording.files);
  const resolve = (address: string): string | null => fileIn(files, address);
  const path = `${strategy}.scxml`;
  return { drawing: drawnStrategy(path, resolve(path) ?? '', resolve), lit: new Set(at?.states) };
}

function drawn(file: string, text: string): Drawing {
  if (/\.scxml$/i.test(file)) return drawnStrategy(file, text, filesBeside(file));
  if (/\.ya?ml$/i.test(file)) return drawnDialog(file, text);
  throw new Refusal(`${basename(file)} is neither a strategy (.scxml) nor a dialog (.yaml).`);
}
