import type { RoutingConfig } from './messages.ts';
import type { AgentRow, EntryRow } from './state.ts';
import { meets, parseTarget, type Target } from './target.ts';

/** Targets read before: the texts of a site are few. */
const known = new Map<string, Target | null>();
const MOST_KNOWN = 1_000;

/** Does the agent serve the entry's queue and meet its target? */
export function suits(
  config: RoutingConfig,
  entry: Pick<EntryRow, 'queue' | 'target'>,
  agent: AgentRow,
): boolean {
  return serves(config, entry.queue, agent) && meetsText(entry.target, agent);
}

/** Does the agent serve the queue? Nobody serves a queue that is not configured. */
export function serves(config: RoutingConfig, queue: string, agent: AgentRow): boolean {
  const setting = config.queues.find((one) => one.name === queue);
  return setting !== undefined && meetsText(setting.target, agent);
}

function meetsText(text: string, agent: AgentRow): boolean {
  const target = targetOf(text);
  return target !== null && meets(target, agent);
}

/** Null for a text with a mistake: nobody meets it. */
function targetOf(text: string): Target | null {
  let target = known.get(text);
  if (target === undefined) {
    const parsed = parseTarget(text);
    target = parsed.ok ? parsed.target : null;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, target);
  }
  return target;
}
