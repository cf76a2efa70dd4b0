import { byChoice } from './agent-choice.ts';
import type { RoutingConfig } from './messages.ts';
import { byPlace } from './order.ts';
import { Sorted } from './sorted.ts';
import { StaffCount } from './staff-count.ts';
import type { AgentRow, EntryRow } from './state.ts';
import { isPlain, maySuit } from './suits.ts';

/** All who ask for the same, in the same queue, and the agents who may take them. */
export class Demand {
  readonly queue: string;
  readonly target: string;
  /** Whoever may suit one of them suits all of them, at any time. */
  readonly plain: boolean;
  /** Those who ask, first come first. */
  readonly line = new Sorted<EntryRow>(byPlace);
  /** Those of them who may be called before somebody is free. */
  readonly callable = new Sorted<EntryRow>(byPlace);
  /** Agents who may take them. */
  readonly staff = new StaffCount();
  /** The order in which agents are given to them. */
  readonly byChoice: (a: AgentRow, b: AgentRow) => number;
  /** Agents who are free and may suit, in that order. */
  readonly ready: Sorted<AgentRow>;
  readonly #config: RoutingConfig;
  constructor(config: RoutingConfig, { queue, target }: Pick<EntryRow, 'queue' | 'target'>) {
    this.#config = config;
    this.queue = queue;
    this.target = target;
    this.plain = isPlain(target);
    const setting = config.queues.find((one) => one.name === queue);
    this.byChoice = byChoice(setting?.selection ?? 'longest-idle', target);
    this.ready = new Sorted(this.byChoice);
  }

  /** May the agent take one of them at some time? */
  mayTake(agent: AgentRow): boolean {
    return maySuit(this.#config, this, agent);
  }
}

/** Has nothing changed that targets ask for? */
export function sameAbilities(a: AgentRow, b: AgentRow): boolean {
  return a.skills === b.skills && a.groups === b.groups && a.place === b.place;
}
