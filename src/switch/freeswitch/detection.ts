import type { Detected } from '../switch.ts';
import { channelId } from './encoding.ts';
import type { EslEvent } from './esl-event.ts';
import type { Execution } from './executions.ts';

/**
 * Limits of the timing method. `threshold` is FreeSWITCH's energy figure, about half the mean absolute sample;
 * frames are 20 ms.
 */
const timing = {
  threshold: 100,
  /** So many loud frames in a row are speech. */
  speechFrames: 4,
  /** No speech for so long after the answer: nobody speaks. */
  noSpeechMs: 3_500,
  /** So many quiet frames in a row end the greeting. */
  silenceFrames: 35,
  /** A person says hello for no longer than this; a machine goes on. */
  longestHelloMs: 1_800,
};

/** Tones of a spandsp descriptor by what they mean; ringing tones mean nothing after an answer. */
const tones: readonly [pattern: RegExp, meaning: Detected][] = [
  [/^(CED|CNG|FAX)/i, 'fax'],
  [/^(SIT|BUSY|REORDER|CONGESTION)/i, 'error-tone'],
  [/^BEEP/i, 'machine'],
];

/** What detection needs of its call. */
export interface DetectionParts {
  id: string;
  execute(application: string, argument: string): Execution;
  /** Runs an api command through the door. */
  api(name: string, ...words: string[]): void;
  /** Hears DETECTED_TONE and avmd::beep until the returned function is called. */
  onTone(listener: (event: EslEvent) => void): () => void;
  settings: { avmd: boolean; tones: string | null };
}

/**
 * Tells who answered. Tone detectors run beside the timing of the greeting and overrule it: a fax tone or a beep is
 * certain, a length is a guess. Begins at once: what is said first tells most.
 */
export async function detect(parts: DetectionParts): Promise<Detected> {
  const heard = Promise.withResolvers<Detected>();
  let speech = false;
  const stopListening = parts.onTone((event) => {
    const meaning = meaningOf(event);
    // A beep detector fires on music and held vowels too; before any speech it says nothing.
    if (meaning && (meaning !== 'machine' || speech)) heard.resolve(meaning);
  });
  startDetectors(parts);
  const timed = timeGreeting(parts, () => (speech = true));
  const verdict = await Promise.race([heard.promise, timed]);
  stopListening();
  if (verdict !== 'call-ended') stopDetectors(parts);
  return verdict;
}

async function timeGreeting(parts: DetectionParts, onSpeech: () => void): Promise<Detected> {
  const { threshold, speechFrames, noSpeechMs, silenceFrames, longestHelloMs } = timing;
  const speech = await parts.execute('detect_audio', `${threshold} ${speechFrames} ${noSpeechMs}`).completed;
  if (!speech) return 'call-ended';
  if (speech.variable('detect_audio_timeout') === 'true') return 'silence';
  onSpeech();
  const silenceMs = silenceFrames * 20;
  const limitMs = longestHelloMs + silenceMs;
  const silence = await parts.execute('detect_silence', `${threshold} ${silenceFrames} ${limitMs}`).completed;
  if (!silence) return 'call-ended';
  if (silence.variable('detect_silence_timeout') === 'true') return 'machine';
  // From the switch's own timestamps: events reach us up to 40 ms late.
  const helloMs = silence.happenedAt - speech.happenedAt - silenceMs;
  return helloMs <= longestHelloMs ? 'person' : 'machine';
}

/** The api form of avmd never detects anything (FreeSWITCH 1.11), so the applications are used. */
function startDetectors(parts: DetectionParts): void {
  if (parts.settings.avmd) parts.execute('avmd_start', '');
  if (parts.settings.tones !== null)
    parts.api('spandsp_start_tone_detect', channelId(parts.id), channelId(parts.settings.tones));
}

function stopDetectors(parts: DetectionParts): void {
  if (parts.settings.avmd) parts.execute('avmd_stop', '');
  if (parts.settings.tones !== null) parts.api('spandsp_stop_tone_detect', channelId(parts.id));
}

function meaningOf(event: EslEvent): Detected | null {
  if (event.name === 'avmd::beep') return event.get('Beep-Status') === 'DETECTED' ? 'machine' : null;
  if (event.get('Detected-Fax-Tone') === 'true') return 'fax';
  return tones.find(([pattern]) => pattern.test(event.get('Detected-Tone')))?.[1] ?? null;
}
