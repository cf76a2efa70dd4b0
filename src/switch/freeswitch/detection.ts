import type { DetectionLimits } from '../../callback/detection-limits.ts';
import type { Detected } from '../switch.ts';
import { channelId } from './encoding.ts';
import type { EslEvent } from './esl-event.ts';
import type { Execution } from './executions.ts';

/** What a detector hears; which of the two a `beep-or-fax` is follows from when it is heard. */
type Heard = Detected | 'beep-or-fax';

/** Frames are 20 ms; so many loud ones in a row are speech. */
const FRAME_MS = 20;
const SPEECH_FRAMES = 4;

/** Tones of a spandsp descriptor by what they mean; ringing tones mean nothing after an answer. */
const tones: readonly [pattern: RegExp, meaning: Detected][] = [
  [/^(CED|CNG|FAX)/i, 'fax'],
  [/^(SIT|BUSY|REORDER|CONGESTION)/i, 'error-tone'],
  [/^BEEP/i, 'machine'],
];

/**
 * Beeps that may be something else, by their frequency in Hz as mod_avmd tells it (within 30 of what it is; measured).
 * A fax that calls says 1100 Hz for half a second, then nothing for three (ITU-T T.30, CNG), which is no greeting.
 */
const beeps: readonly { from: number; to: number; meaning: Heard }[] = [
  { from: 1_050, to: 1_150, meaning: 'beep-or-fax' },
];
/** So long, in the measure of a greeting, a fax that calls is heard at most. */
const CALLING_TONE_MS = 600;

/** Words of the detectors called mod_amd. Whoever they are not sure of is a person. */
const verdicts: readonly [pattern: RegExp, meaning: Detected][] = [
  [/^(MACHINE|AMD_MACHINE)/i, 'machine'],
  [/^FAX/i, 'fax'],
];
/** A mod_amd that says nothing for so long is not sure. */
const AMD_LIMIT_MS = 10_000;

/** What a switch has to tell machines by. */
export interface Detectors {
  /** mod_avmd hears beeps. */
  avmd: boolean;
  /** Descriptor of spandsp for tones; null: none. */
  tones: string | null;
  /** Application of a mod_amd, which then tells in place of the timing of the greeting; null: none. */
  amd: string | null;
  /** Tones are listened for while it rings too. */
  early: boolean;
}

/** What detection needs of its call. */
export interface DetectionParts {
  id: string;
  execute(application: string, argument: string): Execution;
  /** Runs an api command through the door. */
  api(name: string, ...words: string[]): void;
  /** Hears DETECTED_TONE, avmd::beep and mod_amd::info until the returned function is called. */
  onTone(listener: (event: EslEvent) => void): () => void;
  after(ms: number, action: () => void): void;
  settings: Detectors;
}

/**
 * Tells who answered. Tone detectors run beside the timing of the greeting and overrule it: a fax tone or a beep is
 * certain, a length is a guess. Begins at once: what is said first tells most.
 */
export async function detect(parts: DetectionParts, limits: DetectionLimits): Promise<Detected> {
  const heard = Promise.withResolvers<Detected>();
  const { amd } = parts.settings;
  const greeting: Greeting = { since: amd === null ? null : 0, calls: false };
  const detectors = detectorsOf(parts, (meaning, at) => {
    if (meaning === 'beep-or-fax' && isFirstTone(greeting, at)) greeting.calls = true;
    else if (meaning !== 'machine' && meaning !== 'beep-or-fax') heard.resolve(meaning);
    // A beep detector fires on music and held vowels too; before any speech it says nothing.
    else if (greeting.since !== null) heard.resolve('machine');
  });
  const guessed = amd === null ? timeGreeting(parts, limits, greeting) : askAmd(parts, amd);
  const verdict = await Promise.race([heard.promise, guessed]);
  detectors.stop(verdict !== 'call-ended');
  return verdict;
}

/** What was heard of whoever answered. */
interface Greeting {
  /** When the first sound was noticed, by the switch's clock; null: nothing was said so far. */
  since: number | null;
  /** It began with a tone as of a fax that calls. */
  calls: boolean;
}

function isFirstTone({ since }: Greeting, at: number): boolean {
  return since === null || at - since < CALLING_TONE_MS;
}

/** Starts what hears tones beside everything else, and tells what they mean, and when, until it is stopped. */
export function detectorsOf(
  parts: DetectionParts,
  onMeaning: (meaning: Heard, at: number) => void,
): { stop(callGoesOn: boolean): void } {
  const beepsHeard = new Set<string>();
  const stopListening = parts.onTone((event) => {
    // mod_avmd tells of each twice, the second time a second later (measured).
    const again = event.name === 'avmd::beep' && beepsHeard.has(event.get('Detection-time'));
    if (event.name === 'avmd::beep') beepsHeard.add(event.get('Detection-time'));
    const meaning = again ? null : meaningOf(event);
    if (meaning) onMeaning(meaning, event.happenedAt);
  });
  const { avmd, tones: descriptor } = parts.settings;
  // The api form of avmd never detects anything (FreeSWITCH 1.11), so the applications are used.
  if (avmd) parts.execute('avmd_start', '');
  if (descriptor !== null) parts.api('spandsp_start_tone_detect', channelId(parts.id), channelId(descriptor));
  return {
    stop(callGoesOn) {
      stopListening();
      if (!callGoesOn) return;
      if (avmd) parts.execute('avmd_stop', '');
      if (descriptor !== null) parts.api('spandsp_stop_tone_detect', channelId(parts.id));
    },
  };
}

async function timeGreeting(
  parts: DetectionParts,
  { level, noSpeechMs, silenceMs, longestHelloMs }: DetectionLimits,
  greeting: Greeting,
): Promise<Detected> {
  const speech = await parts.execute('detect_audio', `${level} ${SPEECH_FRAMES} ${noSpeechMs}`).completed;
  if (!speech) return 'call-ended';
  if (speech.variable('detect_audio_timeout') === 'true') return 'silence';
  greeting.since = speech.happenedAt;
  const frames = Math.round(silenceMs / FRAME_MS);
  const limitMs = longestHelloMs + silenceMs;
  const silence = await parts.execute('detect_silence', `${level} ${frames} ${limitMs}`).completed;
  if (!silence) return 'call-ended';
  if (silence.variable('detect_silence_timeout') === 'true') return 'machine';
  // From the switch's own timestamps: events reach us up to 40 ms late.
  const helloMs = silence.happenedAt - speech.happenedAt - silenceMs;
  if (greeting.calls) return helloMs < CALLING_TONE_MS ? 'fax' : 'machine';
  return helloMs <= longestHelloMs ? 'person' : 'machine';
}

/** One kind of mod_amd is done when it knows; another returns at once, and tells by an event. */
async function askAmd(parts: DetectionParts, application: string): Promise<Detected> {
  const told = Promise.withResolvers<Detected>();
  const stopListening = parts.onTone((event) => {
    if (event.name === 'mod_amd::info') told.resolve(verdictOf(event) ?? 'person');
  });
  const completed = await parts.execute(application, '').completed;
  const known = completed ? verdictOf(completed) : 'call-ended';
  if (known === null) parts.after(AMD_LIMIT_MS, () => told.resolve('person'));
  const verdict = known ?? (await told.promise);
  stopListening();
  return verdict;
}

function verdictOf(event: EslEvent): Detected | null {
  const word = event.variable('amd_result') || event.get('AMD-Result');
  if (word === '') return null;
  return verdicts.find(([pattern]) => pattern.test(word))?.[1] ?? 'person';
}

function meaningOf(event: EslEvent): Heard | null {
  if (event.name === 'avmd::beep') return event.get('Beep-Status') === 'DETECTED' ? beepOf(event) : null;
  if (event.get('Detected-Fax-Tone') === 'true') return 'fax';
  return tones.find(([pattern]) => pattern.test(event.get('Detected-Tone')))?.[1] ?? null;
}

function beepOf(event: EslEvent): Heard {
  const frequency = Number(event.get('Frequency'));
  return beeps.find(({ from, to }) => frequency >= from && frequency <= to)?.meaning ?? 'machine';
}
