import { RingbackError, messageOf } from '../../core/errors.ts';
import { NeedsRead } from '../evaluate/data-model.ts';
import { ScriptError } from '../../sandbox/script-runtime.ts';
import type { Code, Executable } from '../chart/chart.ts';
import { executeModuleElement } from './execute-module.ts';
import { executeCancel, executeSend } from './execute-send.ts';
import { paramsOf, textOf } from './values.ts';
import { raiseError, SendRefused, type Work } from './work.ts';

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

/** Lets pass what ends the step; everything else becomes `error.execution`. */
export function caught(work: Work, error: unknown, line: number): void {
  if (error instanceof NeedsRead || error instanceof RingbackError) throw error;
  if (error instanceof SendRefused) return;
  raiseError(work, 'error.execution', messageOf(error), line);
}

function execute(work: Work, item: Executable): void {
  switch (item.kind) {
    case 'if': {
      const branch = item.branches.find(({ cond }) => cond === null || holds(work, cond));
      return inner(work, branch?.body ?? []);
    }
    case 'foreach':
      return work.model.forEach({ array: item.array.source, item: item.item, index: item.index }, () =>
        inner(work, item.body),
      );
    case 'assign':
      if (item.value.kind === 'code') return work.model.assign(item.location, item.value.code.source);
      return work.model.assignValue(item.location, item.value.kind === 'text' ? item.value.text : item.value.data);
    case 'log': {
      const value = item.expr ? work.model.value(item.expr.source) : undefined;
      const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
      work.trace.push({ kind: 'log', label: item.label ? textOf(work, item.label) : '', text });
      return;
    }
    case 'raise': {
      const data = item.params.length > 0 ? paramsOf(work, item.params) : null;
      work.snapshot.internalQueue.push({ name: item.event, type: 'internal', data });
      return;
    }
    case 'send':
      return executeSend(work, item.send, item.line);
    case 'cancel':
      return executeCancel(work, textOf(work, item.sendid));
    case 'script':
      return work.model.run(item.code.source);
    case 'module':
      return executeModuleElement(work, item.element);
    case 'unknown':
      throw new ScriptError('Error', `nothing carries out ${item.text}`);
  }
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
