import type { YamlPath } from '../core/positioned-yaml.ts';
import type { RawDialog, RawStep } from './dialog-schema.ts';

/** Something a dialog names, and where. */
export interface Reference {
  name: string;
  path: YamlPath;
}

const LISTEN_TARGETS = ['giveUp'] as const;
const LISTEN_PROMPTS = ['noInput', 'noMatch'] as const;
const STEP_PROMPTS = ['say', 'menu', 'collect', 'prompt', 'each'] as const;

/** Steps a step leads to when all goes well. */
export function targetsOf(name: string, step: RawStep): Reference[] {
  const at = (...rest: (string | number)[]): YamlPath => ['steps', name, ...rest];
  const found: Reference[] = Object.entries(step.keys ?? {}).map(([key, go]) => ({
    name: go,
    path: at('keys', key),
  }));
  for (const [index, fork] of (step.when ?? []).entries())
    for (const [condition, go] of Object.entries(fork))
      found.push({ name: go, path: at('when', index, condition) });
  if (step.none !== undefined) found.push({ name: step.none, path: at('none') });
  const { next } = step;
  if (typeof next === 'string') found.push({ name: next, path: at('next') });
  else if (Array.isArray(next))
    for (const [index, route] of next.entries())
      found.push({ name: route.go, path: at('next', index, 'go') });
  else if (next)
    for (const [outcome, go] of Object.entries(next)) found.push({ name: go, path: at('next', outcome) });
  return found;
}

/** Steps taken when the caller is silent or hangs up, or something fails: of one step, or of all (`defaults`). */
export function fallbackTargets(raw: RawDialog): Reference[] {
  const found: Reference[] = [{ name: raw.defaults.giveUp, path: ['defaults', 'giveUp'] }];
  if (raw.defaults.hangUp !== undefined)
    found.push({ name: raw.defaults.hangUp, path: ['defaults', 'hangUp'] });
  for (const [name, step] of Object.entries(raw.steps))
    for (const key of LISTEN_TARGETS)
      if (step[key] !== undefined) found.push({ name: step[key], path: ['steps', name, key] });
  return found;
}

/** Prompts that a dialog plays. */
export function promptsOf(raw: RawDialog): Reference[] {
  const found: Reference[] = [];
  for (const key of [...LISTEN_PROMPTS, 'sorry'] as const)
    if (raw.defaults[key] !== undefined) found.push({ name: raw.defaults[key], path: ['defaults', key] });
  for (const [stepName, step] of Object.entries(raw.steps))
    for (const key of [...STEP_PROMPTS, ...LISTEN_PROMPTS]) {
      const given = step[key];
      const path = ['steps', stepName, key];
      if (typeof given === 'string') found.push({ name: given, path });
      else for (const [index, name] of (given ?? []).entries()) found.push({ name, path: [...path, index] });
    }
  return found;
}

/** Conditions and values to work out; `key` when it is written as the key of a mapping. */
export function expressionsOf(raw: RawDialog): { text: string; path: YamlPath; key: boolean }[] {
  const found: { text: string; path: YamlPath; key: boolean }[] = [];
  for (const [name, step] of Object.entries(raw.steps)) {
    for (const part of ['attach', 'set', 'result'] as const)
      for (const [pair, value] of Object.entries(step[part] ?? {}))
        if (typeof value === 'string')
          found.push({ text: value, path: ['steps', name, part, pair], key: false });
    for (const [index, fork] of (step.when ?? []).entries())
      for (const text of Object.keys(fork))
        if (text !== 'else') found.push({ text, path: ['steps', name, 'when', index, text], key: true });
    if (Array.isArray(step.next))
      for (const [index, { when }] of step.next.entries())
        if (when !== undefined)
          found.push({ text: when, path: ['steps', name, 'next', index, 'when'], key: false });
  }
  return found;
}
