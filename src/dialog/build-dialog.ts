import { parseDuration } from '../core/duration.ts';
import type { Assignment, Dialog, Listen, Route, Step } from './dialog.ts';
import type { RawAssignments, RawDialog, RawStep } from './dialog-schema.ts';
import { digitsOf, keyOf } from './lint-keys.ts';
import { parseExpression } from './parse-expression.ts';

const defaults = { timeoutMs: 5_000, interDigitMs: 3_000, tries: 2 };

/** The dialog of a file in which lint found no error, with every default filled in. */
export function buildDialog(file: string, raw: RawDialog): Dialog {
  return {
    name: raw.dialog,
    file,
    start: raw.start,
    steps: new Map(Object.entries(raw.steps).map(([name, step]) => [name, buildStep(name, step, raw)])),
    giveUp: raw.defaults.giveUp,
    hangUp: raw.defaults.hangUp ?? null,
    sorry: raw.defaults.sorry ?? null,
    values: raw.values ?? [],
  };
}

function buildStep(name: string, step: RawStep, raw: RawDialog): Step {
  const base = { name, attach: assignments(step.attach), set: assignments(step.set) };
  const next = typeof step.next === 'string' ? step.next : '';
  const into = typeof step.into === 'string' ? step.into : '';
  if (step.say !== undefined && step.next !== undefined)
    return { ...base, kind: 'say', prompts: list(step.say), next };
  if (step.menu !== undefined)
    return { ...base, kind: 'menu', prompts: list(step.menu), keys: keys(step), listen: listen(step, raw) };
  if (step.collect !== undefined) {
    const prompts = list(step.collect);
    const longestMs = step.record === undefined ? null : parseDuration(step.record);
    if (longestMs !== null)
      return { ...base, kind: 'record', prompts, longestMs, into, next, listen: listen(step, raw) };
    const { minimum, maximum } = digitsOf(step.digits ?? '') ?? { minimum: 1, maximum: 1 };
    return { ...base, kind: 'collect', prompts, minimum, maximum, into, next, listen: listen(step, raw) };
  }
  if (step.ask !== undefined)
    return { ...base, kind: 'ask', question: step.ask, keep: list(step.into), next: ways(step) };
  if (step.choose !== undefined) {
    const said = { prompts: list(step.prompt), each: step.each ?? '' };
    const ways = { into, next, none: step.none ?? '', keys: keys(step) };
    return { ...base, kind: 'choose', question: step.choose, ...said, ...ways, listen: listen(step, raw) };
  }
  if (step.when)
    return {
      ...base,
      kind: 'when',
      routes: step.when.flatMap((fork) => Object.entries(fork).map(forkRoute)),
    };
  if (step.page !== undefined) {
    const giveUp = step.giveUp ?? raw.defaults.giveUp;
    return {
      ...base,
      kind: 'page',
      file: `dialogs/${step.page}`,
      into: into === '' ? null : into,
      next,
      giveUp,
    };
  }
  const result = assignments(step.result);
  return { ...base, kind: 'end', prompts: list(step.say), end: step.end ?? 'queue', result };
}

function ways(step: RawStep): { outcomes: ReadonlyMap<string, string> } | { routes: readonly Route[] } {
  const { next } = step;
  if (Array.isArray(next)) return { routes: next.map(({ when, go }) => route(when, go)) };
  if (typeof next === 'object') return { outcomes: new Map(Object.entries(next)) };
  return { routes: [route(undefined, next ?? '')] };
}

function forkRoute([condition, go]: [string, string]): Route {
  return route(condition === 'else' ? undefined : condition, go);
}

function route(condition: string | undefined, go: string): Route {
  return { condition: condition === undefined ? null : parseExpression(condition), go };
}

function listen(step: RawStep, { defaults: given }: RawDialog): Listen {
  const ms = (text: string | undefined, fallback: number): number =>
    (text === undefined ? null : parseDuration(text)) ?? fallback;
  return {
    timeoutMs: ms(step.timeout ?? given.timeout, defaults.timeoutMs),
    interDigitMs: ms(step.interDigitTimeout ?? given.interDigitTimeout, defaults.interDigitMs),
    tries: step.tries ?? given.tries ?? defaults.tries,
    giveUp: step.giveUp ?? given.giveUp,
    typeAhead: step.typeAhead ?? given.typeAhead ?? true,
    noInput: step.noInput ?? given.noInput ?? null,
    noMatch: step.noMatch ?? given.noMatch ?? null,
  };
}

function keys(step: RawStep): ReadonlyMap<string, string> {
  return new Map(Object.entries(step.keys ?? {}).map(([written, go]) => [keyOf(written) ?? written, go]));
}

function assignments(given: RawAssignments = {}): Assignment[] {
  return Object.entries(given).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? parseExpression(value) : { kind: 'literal', value },
  }));
}

function list(given: string | string[] = []): string[] {
  return [given].flat();
}
