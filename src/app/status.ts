import type { AgentState } from '../routing/state.ts';
import { estimateWait, newPlace } from '../routing/estimate.ts';
import { asks } from '../routing/order.ts';
import { serves } from '../routing/suits.ts';
import type { SwitchHealth } from '../switch/switch.ts';
import type { App } from './ports.ts';
import { routingConfig } from './routing-config.ts';
import { waitMethodOf } from './wait-time.ts';

interface ServiceStatus {
  service: string;
  queue: string;
  /** Who waits in the queue: callers on the line, and callbacks in their place. */
  waiting: { live: number; callbacks: number };
  /** Seconds; -1 when no agent of the queue is logged in. */
  ewt: number;
  /** Agents who serve the queue, by state. */
  agents: Partial<Record<AgentState, number>>;
  /** Calls of the service that are up now. */
  calls: number;
  /** Callbacks by state. */
  callbacks: Record<string, number>;
}

export interface Status {
  at: number;
  services: ServiceStatus[];
  switches: SwitchHealth[];
  store: { kind: string; ok: boolean; detail: string };
  /** Why nothing is dialled now; null while dialling goes on. */
  dialsHeld: string | null;
}

/** What goes on, by service. */
export async function status(app: App): Promise<Status> {
  const { services } = app.config();
  const config = routingConfig(app);
  const [routing, counts, live, store] = await Promise.all([
    app.store.routing.load(),
    app.store.callbacks.counts(),
    app.store.interactions.live(),
    app.store.health(),
  ]);
  const now = app.clock.now();
  return {
    at: now,
    switches: app.switch.health(),
    store,
    dialsHeld: app.dialHold.why,
    services: services.map(({ name, queue, options }) => {
      const waiting = routing.entries.filter((entry) => entry.queue === queue && asks(entry));
      const states = routing.agents
        .filter((agent) => serves(config, queue, agent))
        .map((agent) => agent.state);
      const mine = counts.filter((count) => count.service === name);
      return {
        service: name,
        queue,
        waiting: {
          live: waiting.filter((entry) => entry.kind === 'live').length,
          callbacks: waiting.filter((entry) => entry.kind === 'callback').length,
        },
        ewt: estimateWait(routing, config, {
          queue,
          method: waitMethodOf(options),
          place: { ...newPlace(now, 0), at: now },
        }).seconds,
        agents: tally(states),
        calls: live.filter((call) => call.service === name).length,
        callbacks: Object.fromEntries(mine.map(({ state, count }) => [state, count])),
      };
    }),
  };
}

function tally(states: AgentState[]): Partial<Record<AgentState, number>> {
  const counts: Partial<Record<AgentState, number>> = {};
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
