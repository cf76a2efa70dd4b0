import { estimateWait, newPlace } from '../routing/estimate.ts';
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
}

/** The counters of every virtual queue, as of one state of the router. */
export async function liveCounters(app: App): Promise<QueueCounters[]> {
  const state = await app.store.routing.load();
  return app.config().queues.map(({ name }) => countersOf(app, state, name));
}

function countersOf(app: App, state: RoutingState, queue: string): QueueCounters {
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
  const known = state.stats.find((one) => one.queue === queue)?.tally;
  return {
    queue,
    services: services.map((service) => service.name),
    ...{ entered: 0, distributed: 0, answered: 0, abandoned: 0, ...known },
    waiting: {
      live: waiting.filter((entry) => entry.kind === 'live').length,
      callbacks: waiting.filter((entry) => entry.kind === 'callback').length,
    },
    longestWaitS: Math.round((now - since) / 1000),
    ewt: { seconds, p50, p80 },
    agents,
  };
}
