import { queueLengthSteps } from './queue-length-wait.ts';
import type { WaitEstimate } from './estimate.ts';
import { uncovered, type WaitInputs } from './wait-inputs.ts';

/** How many steps of the line are shown by themselves. */
const SHOWN = 6;

/** How the estimate came about: the formula with its numbers, for people. */
export function waitSentence(estimate: WaitEstimate): string {
  const { inputs, unknown, seconds, position, queue } = estimate;
  const head = `${queue}, ${new Date(inputs.at).toISOString()}, position ${position}:`;
  if (unknown !== null) return `${head} the wait is not known (-1), for ${unknown}.`;
  return `${head} ${formula(estimate)} = ${seconds} s expected${promises(estimate)}.`;
}

function formula({ method, inputs }: WaitEstimate): string {
  if (inputs.ready > inputs.ahead && method !== 'ewt1')
    return `${inputs.ready} ready for ${inputs.ahead} ahead`;
  switch (method) {
    case 'queue-length':
      return `${line(inputs)}. Queue-length rule with abandonment and roster (QLm): each step takes ${step(inputs)}${roster(inputs)}, and ${steps(inputs)}`;
    case 'ewt1':
      return `Genesys mode 1: ${inputs.ahead} ahead x ${seconds(inputs.served.intervalMs ?? 0)} between the last ${inputs.served.count} who were served`;
    case 'ewt2':
      return inputs.served.intervalMs === null
        ? handleTime(inputs, 2)
        : speed(inputs, inputs.served.intervalMs);
    case 'ewt3':
      return handleTime(inputs, 3);
  }
}

function line({ ahead, aheadLive, agents, ready }: WaitInputs): string {
  return `${ahead} ahead (${aheadLive} on the line, ${ahead - aheadLive} callbacks), ${agents} agents of whom ${ready} ready`;
}

function step({ agents, handleMs, patienceMs, ahead, aheadLive }: WaitInputs): string {
  const served = `${agents} agents / ${seconds(handleMs)} a conversation`;
  return aheadLive === 0
    ? `1 / (${served})`
    : `1 / (${served} + those ahead x ${share(aheadLive / ahead)} on the line / ${seconds(patienceMs)} of patience)`;
}

function roster({ roster: changes }: WaitInputs): string {
  const [first] = changes;
  if (!first) return '';
  const count = Math.abs(first.change);
  return `, with ${count} agents ${first.change > 0 ? 'more' : 'fewer'} from ${new Date(first.at).toISOString()}`;
}

function steps(inputs: WaitInputs): string {
  const all = queueLengthSteps(inputs).map((ms) => ms / 1000);
  const shown = all.slice(0, SHOWN).map((one) => one.toFixed(1));
  const rest = all.slice(SHOWN).reduce((sum, one) => sum + one, 0);
  return [
    ...shown,
    ...(all.length > SHOWN ? [`${rest.toFixed(1)} for ${all.length - SHOWN} more`] : []),
  ].join(' + ');
}

function speed(inputs: WaitInputs, intervalMs: number): string {
  const { served, agents } = inputs;
  return `Genesys mode 2: ${uncovered(inputs)} who find nobody ready x ${seconds(intervalMs)} between the last ${served.count} who were served x ${served.agents.toFixed(1)} agents then / ${agents} agents now`;
}

function handleTime(inputs: WaitInputs, mode: 2 | 3): string {
  return `Genesys mode ${mode}: ${uncovered(inputs)} who find nobody ready x ${seconds(inputs.handleMs)} a conversation / ${inputs.agents} agents`;
}

function promises({ p50, p80, factors }: WaitEstimate): string {
  const source =
    factors.measured > 0
      ? `measured from the last ${factors.measured} waits`
      : 'assumed, too few waits are measured';
  return `; half wait ${p50} s at most (x ${factors.p50}), four in five ${p80} s (x ${factors.p80}, ${source})`;
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}

function share(part: number): string {
  return `${Math.round(part * 100)} %`;
}
