import type { Clock } from '../../core/clock.ts';
import { listenFor, type Noticed, type Wanted } from '../simulated/line/attention.ts';
import type { Line } from '../simulated/line/line.ts';
import type { Detected } from '../switch.ts';

/** The timing rules of call progress detection after an answer, ms. */
const RULES = {
  /** Speech has to begin within this, or it is silence. */
  speechWithinMs: 3500,
  speechStartsAfterMs: 100,
  /** Quiet for so long is the end of a greeting; a greeting that goes on for longer than the limit is a machine's. */
  quietMs: 700,
  greetingLimitMs: 3500,
  longestHumanMs: 1800,
  toneMs: 500,
};

/** Who or what is on the line: tones decide at once, else the length of the first words. */
export function detectParty(line: Line, clock: Clock): Promise<Detected> {
  return new Promise((resolve) => {
    const tone = (): void => {
      const kind = line.noise?.kind;
      if (kind === 'beep') resolve('machine');
      if (kind !== 'fax') return;
      clock.at(clock.now() + RULES.toneMs, () => {
        if (line.noise?.kind === 'fax') resolve('fax');
      });
    };
    const unwatch = line.watch((event) => {
      if (event.kind === 'noise') tone();
    });
    tone();
    void timing(line, clock).then((detected) => {
      unwatch();
      resolve(detected);
    });
  });
}

async function timing(line: Line, clock: Clock): Promise<Detected> {
  const spoke = await noticed(line, clock, {
    what: 'loud',
    forMs: RULES.speechStartsAfterMs,
    timeoutMs: RULES.speechWithinMs,
  });
  if (spoke === 'ended') return 'call-ended';
  if (spoke === 'timeout') return 'silence';
  const since = line.noise?.since ?? clock.now();
  const fell = await noticed(line, clock, {
    what: 'quiet',
    forMs: RULES.quietMs,
    timeoutMs: RULES.greetingLimitMs,
  });
  if (fell === 'ended') return 'call-ended';
  return fell === 'found' && line.quietSince - since <= RULES.longestHumanMs ? 'person' : 'machine';
}

function noticed(line: Line, clock: Clock, wanted: Wanted): Promise<Noticed> {
  return new Promise((resolve) => listenFor(line, clock, wanted, resolve));
}
