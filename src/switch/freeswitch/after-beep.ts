import type { AfterBeep } from '../switch.ts';
import { detectorsOf, type DetectionParts } from './detection.ts';

/** Frames of 20 ms that make a short silence, and how long one is waited for at a time, ms. */
const FRAMES = 15;
const WINDOW_MS = 1_000;
/** A silence found within this began before it was asked for. */
const AT_ONCE_MS = 450;
/** So many short silences on end are the end of a greeting whose beep nobody heard. */
const SILENCES = 7;

/**
 * Waits until an answering machine records: after its beep and a short silence, or else after two seconds of silence.
 * `limit`: neither came in time.
 */
export async function afterBeep(parts: DetectionParts, level: number, limitMs: number): Promise<AfterBeep> {
  const heard = { beep: false };
  const detectors = detectorsOf(parts, (meaning) => {
    if (meaning === 'machine' || meaning === 'beep-or-fax') heard.beep = true;
  });
  const outcome = await listen(parts, { level, limitMs, heard });
  detectors.stop(outcome !== 'call-ended');
  return outcome;
}

async function listen(
  parts: DetectionParts,
  { level, limitMs, heard }: { level: number; limitMs: number; heard: { beep: boolean } },
): Promise<AfterBeep> {
  let silences = 0;
  for (let leftMs = limitMs; leftMs > 0;) {
    const execution = parts.execute('detect_silence', `${level} ${FRAMES} ${WINDOW_MS}`);
    const [begun, ended] = [await execution.started, await execution.completed];
    if (!begun || !ended) return 'call-ended';
    const tookMs = Math.max(20, ended.happenedAt - begun.happenedAt);
    leftMs -= tookMs;
    const silent = ended.variable('detect_silence_timeout') !== 'true';
    if (silent && heard.beep) return 'beep';
    silences = silent && tookMs <= AT_ONCE_MS ? silences + 1 : 0;
    if (silences >= SILENCES) return 'silence';
  }
  return 'limit';
}
