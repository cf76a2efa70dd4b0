import type { Json } from '../../core/json.ts';
import { enqueue, type Work } from '../engine/work.ts';

/** The trace is for people. */
const LONGEST_LOG = 1_000;

/** ORS: global functions of scripts, by the name they are queued with. They act in the step itself. */
export const orsFunctions: Readonly<Record<string, string>> = { __Log: 'ors.log', __Raise: 'ors.raise' };

/** Carries out a call of such a function; false when it is none. */
export function callOrsFunction(work: Work, kind: string, [first, second]: Json[]): boolean {
  if (kind === orsFunctions['__Log']) log(work, first ?? null, second ?? null);
  else if (kind === orsFunctions['__Raise'])
    enqueue(work.snapshot.internalQueue, {
      name: textOf(first ?? null),
      type: 'internal',
      data: second ?? null,
    });
  else return false;
  return true;
}

function log({ trace }: Work, text: Json, level: Json): void {
  trace.push({ kind: 'log', label: '', text: textOf(text).slice(0, LONGEST_LOG), ...logLevel(level) });
}

/** ORS: 1 reporting, 2 error, 3 warning, 4 debug; anything else is none. */
export function logLevel(value: Json | undefined): { level?: number } {
  const level = Number(value === null || value === '' ? NaN : (value ?? NaN));
  return [1, 2, 3, 4].includes(level) ? { level } : {};
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
