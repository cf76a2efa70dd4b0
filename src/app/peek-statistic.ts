import { RingbackError } from '../core/errors.ts';
import { isFree } from '../routing/media.ts';
import { asks } from '../routing/order.ts';
import type { AgentRow, RoutingState } from '../routing/state.ts';
import { serves } from '../routing/suits.ts';
import type { App } from './ports.ts';
import { routingConfig } from './routing-config.ts';
import { waitTime } from './wait-time.ts';

/** Current values of a virtual queue, by the names that Stat Server and URS have for them. */
const queueStatistics = {
  CurrNumberWaitingCalls: (_agents, waiting) => waiting,
  CurrentNumberInQueue: (_agents, waiting) => waiting,
  RStatAgentsTotal: (agents) => agents.filter(({ state }) => state !== 'logged-out').length,
  RStatAgentsReady: ready,
  RStatAgentsReadyvoice: ready,
} as const satisfies Record<string, (agents: AgentRow[], waiting: number) => number>;

/** The statistics there are. */
export const statisticNames = ['ExpectedWaitTime', ...Object.keys(queueStatistics)];

/**
 * The value of a statistic of a virtual queue. `object` may be written as Genesys does, `classic@SIP_Server`.
 * @throws QUEUE_UNKNOWN; STATISTIC_UNKNOWN for a statistic that nothing here counts
 */
export async function peekStatistic(app: App, statistic: string, object: string): Promise<number> {
  const queue = object.split('@', 1)[0] ?? '';
  if (statistic === 'ExpectedWaitTime')
    return (await waitTime(app, queue, { placeAt: null, method: 'ewt3' })).seconds;
  const count = Object.entries(queueStatistics).find(([name]) => name === statistic)?.[1];
  if (!count)
    throw new RingbackError('STATISTIC_UNKNOWN', {
      statistic: statistic.slice(0, 100),
      known: statisticNames.join(', '),
    });
  const config = routingConfig(app);
  const { queues } = config;
  if (!queues.some(({ name }) => name === queue)) {
    const known = queues.map(({ name }) => name).join(', ');
    throw new RingbackError('QUEUE_UNKNOWN', { queue: queue.slice(0, 100), known });
  }
  const state: RoutingState = await app.store.routing.load();
  const serving = state.agents.filter((agent) => serves(config, queue, agent));
  return count(serving, state.entries.filter((entry) => entry.queue === queue && asks(entry)).length);
}

function ready(agents: AgentRow[]): number {
  return agents.filter(isFree).length;
}
