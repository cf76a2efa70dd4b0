import type { DetectionLimits } from '../../callback/detection-limits.ts';
import type { Clock } from '../../core/clock.ts';
import { listenFor, type Noticed, type Wanted } from '../simulated/line/attention.ts';
import type { Line } from '../simulated/line/line.ts';
import type { AfterBeep, Detected } from '../switch.ts';

/** How long speech, or a tone, lasts until it is noticed as such, ms. */
const SPEECH_MS = 100;
const TONE_MS = 500;
/** Quiet for so long after its beep, or without one, and a machine records. */
const QUIET_AFTER_BEEP_MS = 300;
const QUIET_MS = 2_000;

/** Who or what is on the line: tones decide at once, else the length of the first words. */
export function detectParty(line: Line, clock: Clock, limits: DetectionLimits): Promise<Detected> {
  return new Promise((resolve) => {
    const tone = (): void => {
      const kind = line.noise?.kind;
      if (kind === 'beep') resolve('machine');
      if (kind !== 'fax') return;
      clock.at(clock.now() + TONE_MS, () => {
        if (line.noise?.kind === 'fax') resolve('fax');
      });
    };
    const unwatch = line.watch((event) => {
      if (event.kind === 'noise') tone();
    });
    tone();
    void timing(line, clock, limits).then((detected) => {
      unwatch();
      resolve(detected);
    });
  });
}

async function timing(line: Line, clock: Clock, limits: DetectionLimits): Promise<Detected> {
  const spoke = await noticed(line, clock, {
    what: 'loud',
    forMs: SPEECH_MS,
    timeoutMs: limits.noSpeechMs,
  });
  if (spoke === 'ended') return 'call-ended';
  if (spoke === 'timeout') return 'silence';
  const since = line.noise?.since ?? clock.now();
  const fell = await noticed(line, clock, {
    what: 'quiet',
    forMs: limits.silenceMs,
    timeoutMs: limits.longestHelloMs + limits.silenceMs,
  });
  if (fell === 'ended') return 'call-ended';
  return fell === 'found' && line.quietSince - since <= limits.longestHelloMs ? 'person' : 'machine';
}

/** Until a machine has said its greeting: after a beep and a short quiet, or after a longer quiet. */
export async function beepOf(line: Line, clock: Clock, limitMs: number): Promise<AfterBeep> {
  const until = clock.now() + limitMs;
  let beeped = line.noise?.kind === 'beep';
  const unwatch = line.watch(() => (beeped ||= line.noise?.kind === 'beep'));
  let outcome: AfterBeep | null = null;
  while (outcome === null) {
    const timeoutMs = Math.max(1, until - clock.now());
    const quiet = await noticed(line, clock, { what: 'quiet', forMs: QUIET_AFTER_BEEP_MS, timeoutMs });
    if (quiet === 'ended') outcome = 'call-ended';
    else if (quiet === 'timeout') outcome = 'limit';
    else if (beeped) outcome = 'beep';
    else if (clock.now() - line.quietSince >= QUIET_MS) outcome = 'silence';
  }
  unwatch();
  return outcome;
}

function noticed(line: Line, clock: Clock, wanted: Wanted): Promise<Noticed> {
  return new Promise((resolve) => listenFor(line, clock, wanted, resolve));
}
