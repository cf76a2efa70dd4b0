import { uncovered, type WaitInputs } from './wait-inputs.ts';

type Inputs = Omit<WaitInputs, 'served'>;

/**
 * The queue-length rule with abandonment, QLm (Ibrahim, Whitt, "Real-Time Delay Estimation", 2009), that knows the
 * roster: the steps the line makes until the place is served, in ms, first step first. A step ends when one of the
 * agents who work at that time is done, or when someone ahead gives up; callbacks never give up. Time in proportion
 * to the line and the roster.
 */
export function queueLengthSteps(inputs: Inputs): number[] {
  const steps: number[] = [];
  walk(inputs, (step) => steps.push(step));
  return steps;
}

/** Expected wait in seconds. */
export function queueLengthWait(inputs: Inputs): number {
  return walk(inputs, () => undefined) / 1000;
}

/** Takes each step; answers how long all of them take, ms. */
function walk(inputs: Inputs, each: (step: number) => void): number {
  const { ahead, aheadLive, agents, handleMs, patienceMs, roster } = inputs;
  const liveShare = ahead === 0 ? 0 : aheadLive / ahead;
  let waited = 0;
  let next = 0;
  let change = 0;
  for (let before = uncovered(inputs) - 1; before >= 0; before--) {
    for (let coming = roster[next]; coming && coming.at <= inputs.at + waited; coming = roster[++next])
      change = coming.change;
    const served = Math.max(1, agents + change) / handleMs;
    const givenUp = (before * liveShare) / patienceMs;
    const step = 1 / (served + givenUp);
    each(step);
    waited += step;
  }
  return waited;
}
