import { RingbackError } from '../core/errors.ts';
import { countersOf, type QueueCounters } from './live-counters.ts';
import type { App } from './ports.ts';

/** Live counters of a virtual queue, by the names that Stat Server and URS have for them. */
const queueStatistics: Readonly<Record<string, (counters: QueueCounters) => number>> = {
  ExpectedWaitTime: ({ ewt }) => ewt.seconds,
  CurrNumberWaitingCalls: waitingCalls,
  CurrentNumberInQueue: waitingCalls,
  RStatAgentsTotal: loggedIn,
  RStatAgentsReady: ({ free }) => free,
  RStatAgentsReadyvoice: ({ free }) => free,
};

/** The statistics there are. */
export const statisticNames = Object.keys(queueStatistics);

/**
 * The value of a statistic of a virtual queue. `object` may be written as Genesys does, `classic@SIP_Server`.
 * @throws QUEUE_UNKNOWN; STATISTIC_UNKNOWN for a statistic that nothing here counts
 */
export async function peekStatistic(app: App, statistic: string, object: string): Promise<number> {
  const queue = object.split('@', 1)[0] ?? '';
  const count = Object.entries(queueStatistics).find(([name]) => name === statistic)?.[1];
  if (!count)
    throw new RingbackError('STATISTIC_UNKNOWN', {
      statistic: statistic.slice(0, 100),
      known: statisticNames.join(', '),
    });
  const { queues } = app.config();
  if (!queues.some(({ name }) => name === queue)) {
    const known = queues.map(({ name }) => name).join(', ');
    throw new RingbackError('QUEUE_UNKNOWN', { queue: queue.slice(0, 100), known });
  }
  return count(countersOf(app, await app.store.routing.load(), queue));
}

function waitingCalls({ waiting }: QueueCounters): number {
  return waiting.live + waiting.callbacks;
}

function loggedIn({ agents }: QueueCounters): number {
  const all = Object.values(agents).reduce((sum, count) => sum + count, 0);
  return all - (agents['logged-out'] ?? 0);
}
