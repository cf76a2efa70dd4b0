import type { QueueCounters } from '../app/live-counters.ts';

type Sample = [labels: Record<string, string>, value: number];

interface Metric {
  name: string;
  type: 'counter' | 'gauge';
  help: string;
  read: (queue: QueueCounters) => Sample[];
}

const one =
  (read: (queue: QueueCounters) => number): Metric['read'] =>
  (queue) => [[{}, read(queue)]];

const metrics: readonly Metric[] = [
  {
    name: 'ringback_queue_entered_total',
    type: 'counter',
    help: 'Callers who joined the queue.',
    read: one((queue) => queue.entered),
  },
  {
    name: 'ringback_queue_distributed_total',
    type: 'counter',
    help: 'How often a caller was given an agent.',
    read: one((queue) => queue.distributed),
  },
  {
    name: 'ringback_queue_answered_total',
    type: 'counter',
    help: 'Conversations with agents.',
    read: one((queue) => queue.answered),
  },
  {
    name: 'ringback_queue_abandoned_total',
    type: 'counter',
    help: 'Callers on the line who left without having talked.',
    read: one((queue) => queue.abandoned),
  },
  {
    name: 'ringback_queue_waiting',
    type: 'gauge',
    help: 'Who waits now.',
    read: ({ waiting }) => [
      [{ kind: 'live' }, waiting.live],
      [{ kind: 'callback' }, waiting.callbacks],
    ],
  },
  {
    name: 'ringback_queue_longest_wait_seconds',
    type: 'gauge',
    help: 'How long the one who waits longest has waited.',
    read: one((queue) => queue.longestWaitS),
  },
  {
    name: 'ringback_queue_expected_wait_seconds',
    type: 'gauge',
    help: 'The wait of somebody who joins now; -1 when it is not known.',
    read: ({ ewt }) => [
      [{ quantile: 'expected' }, ewt.seconds],
      [{ quantile: '0.5' }, ewt.p50],
      [{ quantile: '0.8' }, ewt.p80],
    ],
  },
  {
    name: 'ringback_queue_called_answered',
    type: 'gauge',
    help: 'Customers who answered when they were called, in 30 days.',
    read: one(({ called }) => called.answered),
  },
  {
    name: 'ringback_queue_called_abandoned',
    type: 'gauge',
    help: 'Those of them who were not with an agent in time.',
    read: one(({ called }) => called.abandoned),
  },
  {
    name: 'ringback_queue_agents_free',
    type: 'gauge',
    help: 'Ready agents who are not too busy with other media for a call.',
    read: one(({ free }) => free),
  },
  {
    name: 'ringback_queue_agents',
    type: 'gauge',
    help: 'Agents of the queue by state.',
    read: ({ agents }) =>
      ['logged-out', 'not-ready', 'ready', 'reserved', 'busy', 'after-call-work'].map((state) => [
        { state },
        agents[state as keyof typeof agents] ?? 0,
      ]),
  },
];

/** The counters in the text format of Prometheus (exposition format 0.0.4). */
export function metricsText(queues: readonly QueueCounters[]): string {
  return metrics
    .flatMap(({ name, type, help, read }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${type}`,
      ...queues.flatMap((queue) =>
        read(queue).map(
          ([labels, value]) => `${name}{${labelsOf({ queue: queue.queue, ...labels })}} ${value}`,
        ),
      ),
    ])
    .join('\n')
    .concat('\n');
}

/** Names of queues are letters, digits, - and _: nothing has to be escaped. */
function labelsOf(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');
}
