import { uncovered, type WaitInputs } from './wait-inputs.ts';

type Inputs = Omit<WaitInputs, 'served'>;

/**
 * The queue-length rule with abandonment, QLm (Ibrahim, Whitt, "Real-Time Delay Estimation", 2009), that knows the
 * roster: the steps the line makes until the place is served, in ms, first step first. A step ends when one of the
 * agents who work at that time is done, or when someone ahead gives up; callbacks never give up. Time in proportion
 * to the line and the roster.
 */
export function queueLengthSteps(inputs: Inputs): number[] {
  const { ahead, aheadLive, agents, handleMs, patienceMs, roster } = inputs;
  const liveShare = ahead === 0 ? 0 : aheadLive / ahead;
  const steps: number[] = [];
  let at = inputs.at;
  let next = 0;
  let change = 0;
  for (let before = uncovered(inputs) - 1; before >= 0; before--) {
    for (let coming = roster[next]; coming && coming.at <= at; coming = roster[++next])
      change = coming.change;
    const served = Math.max(1, agents + change) / handleMs;
    const givenUp = (before * liveShare) / patienceMs;
    const step = 1 / (served + givenUp);
    steps.push(step);
    at += step;
  }
  return steps;
}

/** Expected wait in seconds. */
export function queueLengthWait(inputs: Inputs): number {
  return queueLengthSteps(inputs).reduce((sum, step) => sum + step, 0) / 1000;
}
