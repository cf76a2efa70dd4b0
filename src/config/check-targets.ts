import { isTemplate } from '../callback/option-templates.ts';
import type { PositionedYaml, YamlPath } from '../core/positioned-yaml.ts';
import type { Problem } from '../core/problem.ts';
import type { RawConfiguration } from './configuration-schema.ts';

/** Reads a target; a mistake is told with its position in it, counted from 1. */
type TargetCheck = (expression: string) => { ok: true } | { ok: false; at: number; message: string };

interface TargetAgent {
  id: string;
  skills: Record<string, number>;
  groups: readonly string[];
  place: string;
}

/** What the routing domain knows of targets. */
export interface TargetChecks {
  /** The skill expression of a queue. */
  queue: TargetCheck;
  /** `_target` of a service: also a list. */
  service: TargetCheck;
  /** Why no agent meets both the queue's target and the service's; null when one does. */
  unmet(queue: string, service: string, agents: readonly TargetAgent[]): string | null;
}

/** Mistakes in targets. */
export function targetMistakes(yaml: PositionedYaml, raw: RawConfiguration, checks: TargetChecks): Problem[] {
  return [
    ...Object.entries(raw.queues).flatMap(([name, { target = '' }]) =>
      mistake(yaml, ['queues', name, 'target'], target, checks.queue),
    ),
    ...Object.keys(raw.services).flatMap((name) =>
      mistake(yaml, ['services', name, 'options', '_target'], targetOf(raw, name), checks.service),
    ),
    ...Object.entries(raw.services).flatMap(([name, { subjects }]) =>
      Object.entries(subjects?.table ?? {}).flatMap(([subject, { target = '' }]) =>
        mistake(yaml, ['services', name, 'subjects', 'table', subject, 'target'], target, checks.service),
      ),
    ),
  ];
}

/** Services whose callers no agent can take. */
export function unmetTargets(yaml: PositionedYaml, raw: RawConfiguration, checks: TargetChecks): Problem[] {
  const agents = Object.entries(raw.agents ?? {}).map(([id, { skills = {}, groups = [], place = '' }]) => ({
    id,
    skills,
    groups,
    place,
  }));
  return Object.entries(raw.services).flatMap(([name, { queue }]) => {
    const why = checks.unmet(raw.queues[queue]?.target ?? '', targetOf(raw, name), agents);
    if (why === null) return [];
    const problem = yaml.problemAt(yaml.keyAt(['services', name]), 'target-unmet', `service "${name}": ${why}`);
    return [{ ...problem, severity: 'warning' as const }];
  });
}

function targetOf(raw: RawConfiguration, service: string): string {
  const target = raw.services[service]?.options?.['_target'];
  // What depends on the request is looked at with it.
  return typeof target === 'string' && !isTemplate(target) ? target : '';
}

function mistake(yaml: PositionedYaml, path: YamlPath, expression: string, check: TargetCheck): Problem[] {
  const read = check(expression);
  if (read.ok) return [];
  const start = yaml.within(path, expression);
  return [yaml.problemAt({ ...start, column: start.column + read.at - 1 }, 'target', read.message)];
}
