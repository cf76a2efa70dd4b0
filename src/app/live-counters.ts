import { estimateWait, newPlace } from '../routing/estimate.ts';
import { abandonment, NO_CALLS } from '../routing/learn-calls.ts';
import { isFree } from '../routing/media.ts';
import { asks } from '../routing/order.ts';
import type { AgentState, QueueTally, RoutingState } from '../routing/state.ts';
import { serves } from '../routing/suits.ts';
import type { App } from './ports.ts';
import { routingConfig } from './routing-config.ts';
import { waitMethodOf } from './wait-time.ts';

/** What is counted of a virtual queue. docs/reference/counters.md defines each. */
export interface QueueCounters extends QueueTally {
  queue: string;
  services: string[];
  waiting: { live: number; callbacks: number };
  longestWaitS: number;
  ewt: { seconds: number; p50: number; p80: number };
  agents: Partial<Record<AgentState, number>>;
  /** Of the ready ones, those who are not too busy with other media for a call. */
  free: number;
  /** Customers who answered when they were called, in 30 days, and those of them who were abandoned. */
  called: { answered: number; abandoned: number };
}

/** The counters of every virtual queue, as of one state of the router. */
export async function liveCounters(app: App): Promise<QueueCounters[]> {
  const state = await app.store.routing.load();
  return app.config().queues.map(({ name }) => countersOf(app, state, name));
}

/** The counters of a virtual queue as of a state of the router. */
export function countersOf(app: App, state: RoutingState, queue: string): QueueCounters {
  const now = app.clock.now();
  const config = routingConfig(app);
  const services = app.config().services.filter((service) => service.queue === queue);
  const waiting = state.entries.filter((entry) => entry.queue === queue && asks(entry));
  const method = waitMethodOf(services[0]?.options ?? {});
  const place = { ...newPlace(now, 0), at: now };
  const { seconds, p50, p80 } = estimateWait(state, config, { queue, method, place });
  const agents: QueueCounters['agents'] = {};
  for (const agent of state.agents)
    if (serves(config, queue, agent)) agents[agent.state] = (agents[agent.state] ?? 0) + 1;
  const since = waiting.reduce((earliest, entry) => Math.min(earliest, entry.placeAt), now);
  const stats = state.stats.find((one) => one.queue === queue);
  return {
    queue,
    services: services.map((service) => service.name),
    ...{ entered: 0, distributed: 0, answered: 0, abandoned: 0, ...stats?.tally },
    waiting: {
      live: waiting.filter((entry) => entry.kind === 'live').length,
      callbacks: waiting.filter((entry) => entry.kind === 'callback').length,
    },
    longestWaitS: Math.round((now - since) / 1000),
    ewt: { seconds, p50, p80 },
    agents,
    free: state.agents.filter((agent) => serves(config, queue, agent) && isFree(agent)).length,
    called: abandonment(stats?.calls ?? NO_CALLS, now),
  };
}
