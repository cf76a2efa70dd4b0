import type { RoutingConfig } from './messages.ts';
import { asks, byPlace, type Place } from './order.ts';
import type { AgentRow, RoutingState } from './state.ts';
import { serves } from './suits.ts';

export interface WaitEstimate {
  /** Expected wait in seconds; -1 when no agent of the queue is logged in. */
  seconds: number;
  /** 1 = next. */
  position: number;
  /** Logged-in agents that the wait was reckoned with. */
  agents: number;
  /** Of these, how many are ready. */
  ready: number;
  /** Handle time it was reckoned with, ms. */
  handleMs: number;
}

/**
 * How long whoever stands at `place` in the queue waits: each caller ahead, and the one at the place, who
 * finds no ready agent takes one handle time, shared by the agents who work. An entry that stands in the
 * queue already is not its own predecessor: hand over its row.
 */
export function estimateWait(
  state: RoutingState,
  config: RoutingConfig,
  queue: string,
  place: Place,
): WaitEstimate {
  const ahead = state.entries.filter(
    (entry) => entry.queue === queue && asks(entry) && byPlace(entry, place) < 0,
  ).length;
  const staff = staffOf(state.agents.filter((agent) => serves(config, queue, agent)));
  const ready = staff.filter((agent) => agent.state === 'ready').length;
  const handleMs = handleTime(state, config, queue);
  const uncovered = Math.max(0, ahead + 1 - ready);
  const seconds = staff.length === 0 ? -1 : Math.round((uncovered * handleMs) / staff.length / 1000);
  return { seconds, position: ahead + 1, agents: staff.length, ready, handleMs };
}

/** The place of someone who would join the queue with that arrival: behind those who arrived at the same instant. */
export function newPlace(placeAt: number, priority: number): Place {
  return { priority, placeAt, order: Number.POSITIVE_INFINITY };
}

/** Those who take calls; if none does, those who are logged in and may again. */
function staffOf(agents: AgentRow[]): AgentRow[] {
  const loggedIn = agents.filter((agent) => agent.state !== 'logged-out');
  const working = loggedIn.filter((agent) => agent.state !== 'not-ready');
  return working.length > 0 ? working : loggedIn;
}

/** Fixed by configuration, else measured, else what is assumed to begin with. */
function handleTime(state: RoutingState, config: RoutingConfig, queue: string): number {
  const setting = config.queues.find((one) => one.name === queue);
  const measured = state.stats.find((one) => one.queue === queue)?.handleMs;
  return setting?.handleTimeMs ?? measured ?? setting?.initialHandleTimeMs ?? 0;
}
