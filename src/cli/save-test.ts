import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { parseDocument } from 'yaml';

import type { ExplainedWait } from '../app/explain-wait.ts';
import type { Configuration } from '../callback/configuration.ts';
import type { Walk } from './dialog-tests/walk-dialog.ts';
import { Refusal, type Client } from './client.ts';

export interface TextCall {
  to: string;
  from: string;
  keys: string;
}

/** What a call from a text phone met: the dialog of the number, and the wait at that time. */
export interface CalledDialog {
  dialog: string;
  locale: string;
  given: { wait: string; position: number; caller: string; called: string };
}

/** To be asked before the call, which changes the wait. @throws Refusal for a number without a dialog */
export async function calledDialog(
  client: Client,
  configuration: Configuration,
  { to, from }: TextCall,
): Promise<CalledDialog> {
  const point = configuration.routingPoints.find(({ number }) => number === to);
  const service = configuration.services.find(({ name }) => name === point?.service);
  if (!point || !service) throw new Refusal(`${to} is no routing point: there is no dialog to save.`);
  const { estimate } = (await client.get(`/api/v1/waits/${service.queue}`)) as ExplainedWait;
  const wait = `${Math.max(0, Math.round(estimate?.p80 ?? 0))}s`;
  return {
    dialog: service.dialog,
    locale: point.language ?? service.locale,
    given: { wait, position: estimate?.position ?? 1, caller: from, called: to },
  };
}

/**
 * Makes a test of a call: the same keys walk through the same dialog once more, by virtual time. `heard` is what the
 * caller heard up to the end of the first call. The test is added to the file when that exists.
 * @throws Refusal when the call went otherwise than a walk does, or the file is no test of this dialog
 */
export async function saveTest(
  client: Client,
  file: string,
  { called, keys, heard }: { called: CalledDialog; keys: string; heard: string[] },
): Promise<void> {
  const presses = keys.split(/[\s,]+/).filter((key) => key !== '');
  const { dialog, ...wish } = called;
  const path = `/dialogs/${encodeURIComponent(dialog)}/walk`;
  const walk = (await client.send('POST', path, { ...wish, presses })) as Walk & { test: string };
  const said = walk.turns.flatMap((turn) => turn.said.map(({ text }) => text));
  const differs = said.findIndex((text, index) => withoutValues(text) !== withoutValues(heard[index] ?? ''));
  if (differs >= 0)
    throw new Refusal(
      `Not saved: the call said "${heard[differs] ?? 'nothing'}" where a walk by itself says "${said[differs]}".`,
    );
  writeFileSync(file, added(file, walk.test));
  console.log(`saved in ${file}`);
}

/** Waits, numbers and codes may have changed meanwhile. */
function withoutValues(text: string): string {
  return text.replace(/\b(less than a|about an?)\b|[\d\s,.:]+/g, ' ').trim();
}

function added(file: string, test: string): string {
  if (!existsSync(file)) return test;
  const there = parseDocument(readFileSync(file, 'utf8'));
  const fresh = parseDocument(test);
  if (there.get('dialog') !== fresh.get('dialog'))
    throw new Refusal(`${file} holds no tests of the dialog "${String(fresh.get('dialog'))}".`);
  there.addIn(['tests'], fresh.getIn(['tests', 0]));
  return there.toString({ lineWidth: 100 });
}
