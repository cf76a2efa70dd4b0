import { readFileSync } from 'node:fs';

import { parse, stringify } from 'yaml';

import type { Edited } from '../app/edit-configuration.ts';
import { messageOf } from '../core/errors.ts';
import type { ValueChange } from '../core/merge-patch.ts';
import type { Revision } from '../store/revisions.ts';
import { Refusal, type Client } from './client.ts';
import { instant } from './table.ts';

export interface ConfigWishes {
  reason?: string;
  /** Only say whether it could be done. */
  check?: boolean;
}

const PATH = '/api/v1/config';
/** The first line of what `config show` prints: which state of the configuration an edit builds on. */
const BASE = /^# builds on (".+")$/m;

/** `ringback config show`: the editable sections as YAML. */
export async function showConfig(client: Client): Promise<void> {
  const { etag, body } = await client.exchange('GET', PATH);
  const { revision, configuration } = body as { revision: number; configuration: object };
  console.log(`# revision ${revision}\n# builds on ${etag}\n${stringify(configuration).trimEnd()}`);
}

/** `ringback config put FILE`: what stands in the file, once it was `config show`, in place of what there is. */
export async function putConfig(client: Client, file: string, wishes: ConfigWishes): Promise<void> {
  const text = readText(file);
  const [, base] = BASE.exec(text) ?? [];
  if (base === undefined)
    throw new Refusal(
      `${file} does not say what it builds on: begin with what \`ringback config show\` prints.`,
    );
  const body = parsed(file, text);
  tellEdit(
    (await client.exchange('PUT', pathFor(wishes), { body, headers: { 'if-match': base } })).body,
    wishes,
  );
}

/** `ringback config revert N`: as it was at a revision, by a new one. */
export async function revertConfig(client: Client, to: string, wishes: ConfigWishes): Promise<void> {
  const { etag } = await client.exchange('GET', PATH);
  const given = { body: { to }, headers: { 'if-match': etag ?? '*' } };
  tellEdit((await client.exchange('POST', pathFor(wishes, '/revert'), given)).body, wishes);
}

/** `ringback config history`: who changed what, the newest first. */
export async function showHistory(client: Client): Promise<void> {
  const { revisions } = (await client.get(`${PATH}/revisions?limit=100`)) as { revisions: Revision[] };
  if (revisions.length === 0) console.log('the file alone: nothing was edited');
  for (const { no, at, author, reason, changes } of revisions) {
    console.log(`${no}  ${instant(at)}  ${author}${reason === '' ? '' : `: ${reason}`}`);
    for (const change of changes) console.log(`    ${changeLine(change)}`);
  }
}

function tellEdit(answer: unknown, { check }: ConfigWishes): void {
  const { revision, changes, prompts } = answer as Edited;
  for (const change of changes) console.log(changeLine(change));
  if (changes.length === 0) console.log('that changes nothing');
  else console.log(check ? 'that could be done; nothing was changed' : `revision ${revision}`);
  for (const problem of prompts?.problems ?? []) console.log(`the texts were not published: ${problem}`);
}

function changeLine({ pointer, from, to }: ValueChange): string {
  return `${pointer}: ${written(from)} -> ${written(to)}`;
}

function written(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function pathFor({ reason, check }: ConfigWishes, below = ''): string {
  const query = new URLSearchParams({ ...(reason && { reason }), ...(check && { check: 'true' }) });
  return `${PATH}${below}?${query.toString()}`;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Refusal(`${file} cannot be read: ${messageOf(error)}`);
  }
}

function parsed(file: string, text: string): object {
  try {
    const value: unknown = parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    throw new Refusal(`${file}: ${messageOf(error)}`);
  }
  throw new Refusal(`${file} holds no sections of a configuration.`);
}
