import type { PositionedYaml } from '../core/positioned-yaml.ts';
import type { Problem } from '../core/problem.ts';
import type { RawDialog, RawStep } from './dialog-schema.ts';

/** `star` and `hash` are written out, for bare they are YAML syntax. */
const NAMED_KEYS: Record<string, string> = { star: '*', hash: '#' };
const MOST_CHOICES = 5;
const MOST_DIGITS = 30;

/** The key a designer names: `1`, `star`; null when there is none such on a telephone. */
export function keyOf(written: string): string | null {
  const key = NAMED_KEYS[written] ?? written;
  return /^[0-9*#]$/.test(key) ? key : null;
}

/** `7-15` or `4` as limits; null when it is neither, or out of range. */
export function digitsOf(written: string | number): { minimum: number; maximum: number } | null {
  const match = /^(\d{1,2})(?:\s*-\s*(\d{1,2}))?$/.exec(String(written));
  if (!match) return null;
  const minimum = Number(match[1]);
  const maximum = Number(match[2] ?? match[1]);
  return minimum >= 1 && minimum <= maximum && maximum <= MOST_DIGITS ? { minimum, maximum } : null;
}

/** Keys no telephone has, that clash, that end an entry; counts of digits that cannot be. */
export function lintKeys(yaml: PositionedYaml, raw: RawDialog): Problem[] {
  return Object.entries(raw.steps).flatMap(([name, step]) => [
    ...menuKeys(yaml, name, step),
    ...digits(yaml, name, step),
  ]);
}

function menuKeys(yaml: PositionedYaml, name: string, step: RawStep): Problem[] {
  if (!step.keys) return [];
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  for (const { key: written, position } of yaml.keys(['steps', name, 'keys'])) {
    const key = keyOf(written);
    const other = key === null ? undefined : seen.get(key);
    if (key === null)
      problems.push(
        yaml.problemAt(position, 'schema', `"${written}" is no key; keys are 0 to 9, star and hash`),
      );
    else if (other !== undefined)
      problems.push(yaml.problemAt(position, 'key-clash', `"${written}" and "${other}" are the same key`));
    // Browsers end an entry with # by default, so it never arrives (VoiceXML 2.1 §6.3.3 termchar).
    else if (key === '#')
      problems.push(
        yaml.problemAt(position, 'key-hash', 'the hash key ends an entry and cannot be a choice'),
      );
    if (key !== null) seen.set(key, written);
  }
  // The star says it all again: nobody has to keep that one in mind.
  const choices = seen.size - (seen.has('*') ? 1 : 0);
  if (choices > MOST_CHOICES) problems.push(longMenu(yaml, name, choices));
  return problems;
}

function longMenu(yaml: PositionedYaml, name: string, count: number): Problem {
  const position = yaml.keyAt(['steps', name, 'keys']);
  const message = `${count} choices are more than callers keep in mind; ${MOST_CHOICES} are plenty`;
  return { ...yaml.problemAt(position, 'text-long', message), severity: 'warning' };
}

function digits(yaml: PositionedYaml, name: string, step: RawStep): Problem[] {
  if (step.digits === undefined || digitsOf(step.digits)) return [];
  const message = `"${step.digits}" is not a count of digits from 1 to ${MOST_DIGITS}, or a range such as 7-15`;
  return [yaml.problemAt(yaml.at(['steps', name, 'digits']), 'digits-range', message)];
}
