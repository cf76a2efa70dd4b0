import type { AgentSetting, Decision, RouterMessage, RoutingConfig, SubmitMessage } from './messages.ts';
import { meets } from './meets.ts';
import { byPlace, rankOf } from './order.ts';
import type { EntryRow } from './state.ts';
import { askedFor, serves } from './suits.ts';

/** What the router was told at some time, and what it decided. */
export interface JournalRecord {
  seq: number;
  at: number;
  message: RouterMessage;
  decisions: readonly Decision[];
}

/** Why somebody was served before somebody who came before: `unexplained` should never be. */
type InversionCause = 'priority' | 'target' | 'being-called' | 'condition' | 'unexplained';

/** Somebody was given an agent although somebody else had been waiting for longer, or had the higher priority. */
export interface Inversion {
  seq: number;
  at: number;
  queue: string;
  /** Who was served, with which agent, before whom. */
  served: string;
  agent: string;
  passed: string;
  cause: InversionCause;
  why: string;
}

type Waiting = Pick<
  EntryRow,
  'id' | 'queue' | 'target' | 'priority' | 'placeAt' | 'order' | 'rank' | 'submittedAt' | 'targetSince'
> & { mode: 'waiting' | 'notify' | 'notified' | 'held' };

/**
 * Follows the routing journal and tells every inversion of the order with its reason. It knows nothing of how the
 * router finds its decisions: only who waited for what, and which agent went to whom.
 */
export class OrderAudit {
  /** How often somebody was given an agent. */
  served = 0;
  readonly #line = new Map<string, Waiting>();
  #config: RoutingConfig;

  /** `config`: as it was before the first record. */
  constructor(config: RoutingConfig) {
    this.#config = config;
  }

  take(record: JournalRecord): Inversion[] {
    if (record.message.type === 'configure') this.#configure(record.message.config);
    return record.decisions.flatMap((decision) => this.#follow(record, decision));
  }

  #configure(config: RoutingConfig): void {
    this.#config = config;
    for (const one of this.#line.values())
      this.#line.set(one.id, { ...one, rank: rankOf(one, config.ageingMs) });
  }

  #follow(record: JournalRecord, { decision, entry, agent }: Decision): Inversion[] {
    if (entry === null) return [];
    const known = this.#line.get(entry);
    if ((decision === 'queued' || decision === 'moved') && record.message.type === 'submit')
      this.#line.set(entry, joined(record, record.message, { known, ageingMs: this.#config.ageingMs }));
    else if (decision === 'notified' && known) this.#line.set(entry, { ...known, mode: 'notified' });
    else if ((decision === 'held' || decision === 'timed-out') && known)
      this.#line.set(entry, { ...known, mode: 'held' });
    else if (decision === 'removed') this.#line.delete(entry);
    else if (decision === 'reserved' && agent !== null && known) return this.#serve(record, known, agent);
    return [];
  }

  #serve({ seq, at }: JournalRecord, served: Waiting, agentId: string): Inversion[] {
    this.served++;
    this.#line.set(served.id, { ...served, mode: 'held' });
    const agent = this.#config.agents.find((one) => one.id === agentId);
    if (!agent) return [];
    const inversions: Inversion[] = [];
    for (const other of this.#line.values()) {
      if (other.mode === 'held') continue;
      const ahead = byPlace(other, served) < 0;
      const earlier = other.queue === served.queue && other.placeAt < served.placeAt;
      if ((!ahead && !earlier) || !serves(this.#config, other.queue, agent)) continue;
      const found = ahead ? reasonOf(other, agent, at) : afterPriority(other, served);
      // Another queue's caller whom the agent does not suit is in another line.
      if (found.cause === 'target' && other.queue !== served.queue) continue;
      const { queue } = served;
      inversions.push({ seq, at, queue, served: served.id, agent: agentId, passed: other.id, ...found });
    }
    return inversions;
  }
}

function joined(
  { seq, at }: JournalRecord,
  message: SubmitMessage,
  { known, ageingMs }: { known: Waiting | undefined; ageingMs: number | null | undefined },
): Waiting {
  const { entryId: id, queue, target, priority, mode } = message;
  // A place is kept; it is numbered by the state before the step.
  const place = { placeAt: known?.placeAt ?? message.placeAt, order: known?.order ?? seq - 1 };
  const rank = rankOf({ priority, placeAt: place.placeAt }, ageingMs);
  const targetSince = known?.target === target ? (known.targetSince ?? at) : at;
  return { id, queue, target, priority, mode, submittedAt: at, targetSince, rank, ...place };
}

function afterPriority(other: Waiting, served: Waiting): Pick<Inversion, 'cause' | 'why'> {
  return { cause: 'priority', why: `priority ${served.priority} goes before ${other.priority}` };
}

function reasonOf(other: Waiting, agent: AgentSetting, at: number): Pick<Inversion, 'cause' | 'why'> {
  const steps = askedFor(other, at).filter((step) => meets(step.target, agent));
  if (steps.length === 0)
    return { cause: 'target', why: `agent ${agent.id} does not meet its target "${other.target}"` };
  if (other.mode === 'notified')
    return { cause: 'being-called', why: 'its customer is being called; another agent is kept for it' };
  if (steps.every((step) => step.condition !== null))
    return { cause: 'condition', why: `of its target "${other.target}" a condition does not hold` };
  return { cause: 'unexplained', why: `agent ${agent.id} could have taken it` };
}
