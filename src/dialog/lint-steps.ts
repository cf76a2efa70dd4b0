import { didYouMean } from '../core/did-you-mean.ts';
import type { PositionedYaml } from '../core/positioned-yaml.ts';
import type { Problem } from '../core/problem.ts';
import { stepKinds, type RawDialog, type RawStep } from './dialog-schema.ts';
import { fallbackTargets, targetsOf } from './raw-references.ts';

/** Steps that are not there, not reached, lead nowhere, or go round without the caller. */
export function lintSteps(yaml: PositionedYaml, raw: RawDialog): Problem[] {
  const missing = missingSteps(yaml, raw);
  // Without its steps a graph says nothing.
  if (missing.length > 0) return missing;
  return [
    ...unreachable(yaml, raw),
    ...openEnds(yaml, raw),
    ...endless(yaml, raw),
    ...silentLoops(yaml, raw),
  ];
}

function missingSteps(yaml: PositionedYaml, raw: RawDialog): Problem[] {
  const names = Object.keys(raw.steps);
  const named = Object.entries(raw.steps).flatMap(([name, step]) => targetsOf(name, step));
  return [{ name: raw.start, path: ['start'] }, ...fallbackTargets(raw), ...named]
    .filter(({ name }) => !Object.hasOwn(raw.steps, name))
    .map(({ name, path }) =>
      yaml.problemAt(yaml.at(path), 'step-missing', `there is no step "${name}"${didYouMean(name, names)}`),
    );
}

function unreachable(yaml: PositionedYaml, raw: RawDialog): Problem[] {
  const reached = reachable([raw.start, ...fallbackTargets(raw).map(({ name }) => name)], (name) =>
    nextOf(raw, name),
  );
  return Object.keys(raw.steps)
    .filter((name) => !reached.has(name))
    .map((name) =>
      yaml.problemAt(yaml.keyAt(['steps', name]), 'step-unreachable', `no step leads to "${name}"`),
    );
}

/** Steps from which nothing follows in some case. */
function openEnds(yaml: PositionedYaml, raw: RawDialog): Problem[] {
  return Object.entries(raw.steps).flatMap(([name, step]) => {
    const why = openEnd(step);
    return why === null
      ? []
      : [yaml.problemAt(yaml.keyAt(['steps', name]), 'dead-end', `step "${name}" ${why}`)];
  });
}

function openEnd(step: RawStep): string | null {
  if (step.say !== undefined && step.next === undefined && step.end === undefined)
    return 'has neither `next` nor `end`';
  if (step.say !== undefined && step.next !== undefined && step.end !== undefined)
    return 'has both `next` and `end`';
  if (step.when && !Object.hasOwn(step.when.at(-1) ?? {}, 'else'))
    return 'needs `else: step` as its last fork';
  if (Array.isArray(step.next) && step.next.at(-1)?.when !== undefined)
    return 'needs a last route without `when`';
  return null;
}

/** Steps from which the caller never gets out of the dialog. */
function endless(yaml: PositionedYaml, raw: RawDialog): Problem[] {
  const before = new Map<string, string[]>(Object.keys(raw.steps).map((name) => [name, []]));
  for (const name of Object.keys(raw.steps))
    for (const next of [...nextOf(raw, name), ...givesUpTo(raw, name)]) before.get(next)?.push(name);
  const ends = Object.keys(raw.steps).filter((name) => raw.steps[name]?.end !== undefined);
  const leaves = reachable(ends, (name) => before.get(name) ?? []);
  return Object.entries(raw.steps)
    .filter(([name, step]) => !leaves.has(name) && openEnd(step) === null)
    .map(([name]) =>
      yaml.problemAt(
        yaml.keyAt(['steps', name]),
        'dead-end',
        `no way leads from step "${name}" to an \`end\``,
      ),
    );
}

/** Cycles in which the caller is never listened to: the first step of each, in the order of the file. */
function silentLoops(yaml: PositionedYaml, raw: RawDialog): Problem[] {
  const silent = Object.keys(raw.steps).filter((name) => !listens(raw.steps[name]));
  const nextSilent = (name: string): string[] => nextOf(raw, name).filter((next) => silent.includes(next));
  const told = new Set<string>();
  return silent.flatMap((name) => {
    const after = reachable(nextSilent(name), nextSilent);
    if (!after.has(name) || told.has(name)) return [];
    const loop = [...after].filter((other) => reachable(nextSilent(other), nextSilent).has(name));
    for (const member of loop) told.add(member);
    const message = `steps ${loop.sort().join(', ')} go round without listening to the caller`;
    return [yaml.problemAt(yaml.keyAt(['steps', name]), 'loop-silent', message)];
  });
}

function listens(step: RawStep | undefined): boolean {
  const kind = stepKinds.find((key) => step?.[key] !== undefined);
  return kind === 'menu' || kind === 'collect' || kind === 'choose' || kind === 'page';
}

function givesUpTo(raw: RawDialog, name: string): string[] {
  const step = raw.steps[name];
  return listens(step) || step?.ask !== undefined ? [step?.giveUp ?? raw.defaults.giveUp] : [];
}

function nextOf(raw: RawDialog, name: string): string[] {
  const step = raw.steps[name];
  return step ? targetsOf(name, step).map((target) => target.name) : [];
}

function reachable(from: string[], next: (name: string) => string[]): Set<string> {
  const found = new Set<string>();
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...next(name));
  }
  return found;
}
