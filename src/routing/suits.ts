import { compare, meets, type Candidate } from './meets.ts';
import { isFree } from './media.ts';
import type { RoutingConfig } from './messages.ts';
import type { AgentRow, EntryRow } from './state.ts';
import { parseTargets, type TargetStep } from './target-list.ts';

/** What decides beside the target: the agents there are, and how long the caller has waited. */
export interface Situation {
  config: RoutingConfig;
  now: number;
  agents: { values(): Iterable<AgentRow> };
}

type Asking = Pick<EntryRow, 'queue' | 'target' | 'submittedAt' | 'targetSince'>;

/** Targets read before: the texts of a site are few. */
const known = new Map<string, readonly TargetStep[]>();
const MOST_KNOWN = 1_000;

/** Does the agent serve the entry's queue and meet one of the targets that it asks for by now? */
export function suits(situation: Situation, entry: Asking, agent: AgentRow): boolean {
  const { config, now } = situation;
  if (!serves(config, entry.queue, agent)) return false;
  return askedFor(entry, now).some(
    (step) => meets(step.target, agent) && holds(situation, entry.queue, step),
  );
}

/** Does the agent suit whoever asks for the target, or will, once others have been waited for in vain? */
export function maySuit(
  config: RoutingConfig,
  { queue, target }: Pick<Asking, 'queue' | 'target'>,
  agent: Candidate,
): boolean {
  return serves(config, queue, agent) && stepsOf(target).some((step) => meets(step.target, agent));
}

/** Does the agent serve the queue? Nobody serves a queue that is not configured. */
export function serves(config: RoutingConfig, queue: string, agent: Candidate): boolean {
  const setting = config.queues.find((one) => one.name === queue);
  return setting !== undefined && stepsOf(setting.target).some((step) => meets(step.target, agent));
}

/** When the next target joins, or one is given up; null when nothing changes any more. */
export function nextWidening(
  { target, submittedAt, targetSince = submittedAt }: Asking,
  now: number,
): number | null {
  let at = targetSince;
  for (const { timeoutMs } of stepsOf(target).slice(0, -1)) {
    if (timeoutMs === null) return null;
    at += timeoutMs;
    if (at > now) return at;
  }
  return null;
}

/** Does whom it asks for depend on what others do? */
export function isConditional(target: string): boolean {
  return stepsOf(target).some((step) => step.condition !== null);
}

/** Is it one target, without time-outs and conditions? */
export function isPlain(target: string): boolean {
  return stepsOf(target).length <= 1 && !isConditional(target);
}

/** Which of its targets it asks for by now: two who ask for the same list are equal when these are. */
export function stageOf(asking: Asking, now: number): string {
  return askedFor(asking, now)
    .map((step) => stepsOf(asking.target).indexOf(step))
    .join();
}

/** The first target, and each next one after the time-out of the one before; those that are cleared by then go. */
export function askedFor(
  { target, submittedAt, targetSince = submittedAt }: Omit<Asking, 'queue'>,
  now: number,
): TargetStep[] {
  const steps = stepsOf(target);
  const active: TargetStep[] = [];
  let from = targetSince;
  for (const [index, step] of steps.entries()) {
    const until = step.timeoutMs === null ? Number.POSITIVE_INFINITY : from + step.timeoutMs;
    // The last one stays: a caller is never left without a target.
    if (!step.clear || until > now || index === steps.length - 1) active.push(step);
    if (until > now) return active;
    from = until;
  }
  return active;
}

function holds({ config, agents }: Situation, queue: string, { target, condition }: TargetStep): boolean {
  if (condition === null) return true;
  let count = 0;
  for (const agent of agents.values()) {
    const counts = condition.stat === 'RStatAgentsTotal' ? agent.state !== 'logged-out' : isFree(agent);
    if (counts && serves(config, queue, agent) && meets(target, agent)) count++;
  }
  return compare(count, condition.operator, condition.value);
}

/** None for a text with a mistake: nobody meets it. */
function stepsOf(text: string): readonly TargetStep[] {
  let steps = known.get(text);
  if (steps === undefined) {
    const parsed = parseTargets(text);
    steps = parsed.ok ? parsed.steps : [];
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, steps);
  }
  return steps;
}
