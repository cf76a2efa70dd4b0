import { messageOf } from '../../core/errors.ts';
import { ScriptError } from '../../sandbox/script-error.ts';
import type { Code, Content, Executable, Value } from '../chart/chart.ts';
import { logLevel } from '../ors/functions.ts';
import { executeModuleElement } from './execute-module.ts';
import { executeCancel, executeSend } from './execute-send.ts';
import { namedData, textOf } from './values.ts';
import { enqueue, raiseError, SendRefused, type Work } from './work.ts';

/** The trace is for people. */
const LONGEST_LOG = 1_000;

/** Runs a block. SCXML §3.13: an error in it skips the rest of the block and raises `error.execution`. */
export function executeBlock(work: Work, block: Executable[]): void {
  for (const item of block) {
    try {
      execute(work, item);
    } catch (error) {
      caught(work, error, item.line);
      return;
    }
  }
}

/** What the document did wrong becomes `error.execution`; anything else ends the step. */
export function caught(work: Work, error: unknown, line: number): void {
  if (error instanceof SendRefused) return;
  if (!(error instanceof ScriptError)) throw error;
  raiseError(work, { text: messageOf(error), line });
}

function execute(work: Work, item: Executable): void {
  switch (item.kind) {
    case 'if': {
      const branch = item.branches.find(({ cond }) => cond === null || holds(work, cond));
      inner(work, branch?.body ?? []);
      return;
    }
    case 'foreach': {
      const { array, item: name, index, body } = item;
      work.model.forEach({ array: array.source, item: name, index }, () => inner(work, body));
      return;
    }
    case 'assign':
      assign(work, item.location, item.value);
      return;
    case 'log':
      log(work, item);
      return;
    case 'raise': {
      const data = item.params.length > 0 ? namedData(work, item) : { data: null };
      enqueue(work.snapshot.internalQueue, { name: item.event, type: 'internal', ...data });
      return;
    }
    case 'send':
      executeSend(work, item.send, item.line);
      return;
    case 'cancel':
      executeCancel(work, textOf(work, item.sendid));
      return;
    case 'script':
      work.model.run(item.code.source);
      return;
    case 'module':
      executeModuleElement(work, item.element);
      return;
    case 'unknown':
      throw new ScriptError('Error', `nothing carries out ${item.text}`);
  }
}

function assign({ model }: Work, location: string, value: Value | Content): void {
  if (value.kind === 'code') model.assign(location, value.code.source);
  else if (value.kind === 'text') model.assignValue(location, value.text);
  else if (value.xml) model.assignXml(location, value.data);
  else model.assignValue(location, value.data);
}

function log(
  work: Work,
  { label, expr, level }: { label: Value | null; expr: Code | null; level: Code | null },
): void {
  const text = expr ? textOf(work, { kind: 'code', code: expr }) : '';
  work.trace.push({
    kind: 'log',
    label: label ? textOf(work, label) : '',
    text: text.slice(0, LONGEST_LOG),
    ...(level ? logLevel(work.model.value(level.source)) : {}),
  });
}

/** A nested block: its error is the whole block's. */
function inner(work: Work, block: Executable[]): void {
  for (const item of block) execute(work, item);
}

/** SCXML §5.9.1: a condition that cannot be evaluated is false, and an error. */
function holds(work: Work, cond: Code): boolean {
  try {
    return work.model.truth(cond.source);
  } catch (error) {
    caught(work, error, cond.line);
    return false;
  }
}
