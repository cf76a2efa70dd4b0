import { didYouMean } from '../core/did-you-mean.ts';
import { meets, type Candidate } from './meets.ts';
import { parseTargets, type TargetStep } from './target-list.ts';
import { namesOf } from './target-names.ts';

/**
 * Why no agent can ever take a caller of the queue with that target: a sentence; null when one can, or when one of
 * the two is not a target at all.
 */
export function unmetTarget(
  queueTarget: string,
  target: string,
  agents: readonly Candidate[],
): string | null {
  const [queue, wanted] = [parseTargets(queueTarget), parseTargets(target)];
  if (!queue.ok || !wanted.ok) return null;
  const serving = agents.filter((agent) => anyStep(queue.steps, agent));
  if (serving.some((agent) => anyStep(wanted.steps, agent))) return null;
  if (agents.length === 0) return 'there are no agents';
  const known = new Set(
    agents.flatMap(({ id, skills, groups = [] }) => [id, ...Object.keys(skills), ...groups]),
  );
  const named = [...queue.steps, ...wanted.steps].flatMap((step) => namesOf(step.target));
  const strange = [...new Set(named)].filter((name) => !known.has(name));
  const hints = strange.slice(0, 3).map((name) => `; no agent has "${name}"${didYouMean(name, known)}`);
  return `no agent can take its callers: of ${agents.length} agents ${serving.length} serve the queue${hints.join('')}`;
}

function anyStep(steps: readonly TargetStep[], agent: Candidate): boolean {
  return steps.some((step) => meets(step.target, agent));
}
