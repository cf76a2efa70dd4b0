// How right the estimated wait is: the mean absolute error of the product's own estimators beside simpler rules, on
// simulated days of four call centres, for callers who took a callback. First the known figures of the rule "last to
// enter service" must come out, or the days are not the ones that the bars were made of.
import { genesysWait } from '../src/routing/genesys-wait.ts';
import { queueLengthWait } from '../src/routing/queue-length-wait.ts';
import type { WaitInputs } from '../src/routing/wait-inputs.ts';
import { promisedWait, waitFactors, waitRatio } from '../src/routing/wait-quantiles.ts';
import { centres } from './support/centres.ts';
import { CLOSE, OPEN, queueDay, type Centre, type Observation } from './support/queue-day.ts';

const FIRST_SEED = 20_000;
/** Mean of a Weibull patience of shape 1.3 and scale 1. */
const MEAN_PATIENCE = 0.9236;
const WITHIN = 0.01;
const RATIOS = 64;
/** Known figures, s: of the rule "last to enter service", and the most ours may have. */
const KNOWN = {
  steady: { lastEntered: 38.494, most: 29.02 },
  peaks: { lastEntered: 43.02, most: 32.22 },
  small: { lastEntered: 170.093, most: 115.95 },
  surge: { lastEntered: 249.152, most: 97.25 },
};

type Rule = (seen: Observation) => number;

for (const { name, centre, days } of centres) {
  judge(
    name,
    centre,
    Array.from({ length: days }, (_, day) => queueDay(centre, FIRST_SEED + day)),
  );
}

function judge(name: keyof typeof KNOWN, centre: Centre, days: Observation[][]): void {
  const seen = days.flat();
  const inputs = inputsOf(centre);
  const ours: Rule = (one) => queueLengthWait(inputs(one));
  const peers: Record<string, Rule> = {
    'last to enter service': (one) => one.lastEnteredS,
    // As published: those who wait already, without the one who asks.
    'handle time formula (Genesys)': (one) => (one.ahead * one.handleS) / one.agents,
    'handle time formula (our ewt3)': (one) => genesysWait(3, inputs(one)) ?? Number.NaN,
    'dequeue rate (Cisco)': (one) => (one.ahead + 1) / one.endedRate,
  };
  console.log(`${name}: mean absolute error over ${seen.length} callbacks, s`);
  const error = shown('queue length and roster (ours)', ours, seen);
  const errors = Object.entries(peers).map(([peer, rule]) => shown(peer, rule, seen));
  const known = KNOWN[name];
  const off = Math.abs((errors[0] ?? Number.NaN) / known.lastEntered - 1);
  bar(`known figure ${known.lastEntered} of the last to enter service within 1 %`, off <= WITHIN);
  bar(`at most ${known.most}`, error <= known.most);
  bar(
    'better than each of the others',
    errors.every((other) => error < other),
  );
  console.log(`  four in five promised by the last ${RATIOS} waits: kept ${kept(ours, days).toFixed(1)} %\n`);
}

function shown(name: string, rule: Rule, seen: Observation[]): number {
  const error = seen.reduce((sum, one) => sum + Math.abs(rule(one) - one.waitedS), 0) / seen.length;
  console.log(`  ${name.padEnd(34)} ${error.toFixed(2).padStart(7)}`);
  return error;
}

function bar(what: string, isKept: boolean): void {
  console.log(`  ${what}: ${isKept ? 'kept' : 'MISSED'}`);
  if (!isKept) process.exitCode = 1;
}

/** How often the promise was kept, %, with factors from the waits that had ended when it was made. */
function kept(rule: Rule, days: Observation[][]): number {
  const ratios: number[] = [];
  let count = 0;
  for (const seen of days) {
    // First come first served: waits end in the order in which they begin.
    let ended = 0;
    for (const one of seen) {
      for (let other = seen[ended]; other && other.at + other.waitedS <= one.at; other = seen[++ended])
        ratios.push(waitRatio(rule(other), other.waitedS));
      if (one.waitedS <= promisedWait(rule(one), waitFactors(ratios.slice(-RATIOS)).p80)) count++;
    }
    ratios.splice(0, ratios.length - RATIOS);
  }
  return (count / days.flat().length) * 100;
}

/** What the router would know: everybody is busy, the patience is known, the roster is the centre's shifts. */
function inputsOf(centre: Centre): (seen: Observation) => WaitInputs {
  const shifts: { at: number; agents: number }[] = [];
  for (let at = OPEN; at < CLOSE; at += 1800) shifts.push({ at: at * 1000, agents: centre.agents(at) });
  return ({ at, agents, ahead, aheadLive, handleS }) => ({
    at: at * 1000,
    ahead,
    aheadLive,
    agents,
    ready: 0,
    handleMs: handleS * 1000,
    patienceMs: centre.patienceS * MEAN_PATIENCE * 1000,
    roster: shifts
      .filter((shift) => shift.at > at * 1000)
      .map((shift) => ({ at: shift.at, change: shift.agents - agents })),
    served: { count: 0, intervalMs: null, agents: 0 },
  });
}
