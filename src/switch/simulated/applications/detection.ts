import type { Call } from '../call.ts';
import type { Core } from '../core.ts';
import { listenFor } from '../line/attention.ts';
import type { Noise } from '../line/line.ts';
import { type Application, instant, running } from './application.ts';

const FRAME_MS = 20;
const SILENCE_TAIL_MS = 500;
const AVMD = 'avmd';
/** What a descriptor of mod_spandsp knows, and how long after its onset it is found (measured). */
const TONES_FOUND: readonly { name: string; noise: Noise; forMs: number }[] = [
  { name: 'CED_TONE', noise: 'fax', forMs: 500 },
  { name: 'CNG_TONE', noise: 'fax-calling', forMs: 500 },
  { name: 'BEEP_1000', noise: 'beep', forMs: 300 },
  { name: 'SIT', noise: 'sit', forMs: 1_400 },
  { name: 'BUSY_TONE', noise: 'busy', forMs: 460 },
];
const TONES = 'tones';
/** What mod_avmd takes for a beep, with the frequency that it tells, and how long after its onset (measured). */
const BEEPS: readonly { frequency: string; noise: Noise; forMs: number }[] = [
  { frequency: '1028.428264', noise: 'beep', forMs: 100 },
  { frequency: '1085.270660', noise: 'fax-calling', forMs: 60 },
];

/** `detect_audio <threshold> <hits> <timeout ms>`: until `hits` frames in a row are loud. */
export const detectAudio = detecting('loud', 'detect_audio_timeout');

/** `detect_silence <threshold> <hits> <timeout ms>`: until `hits` frames in a row are quiet. */
export const detectSilence = detecting('quiet', 'detect_silence_timeout');

function detecting(what: 'loud' | 'quiet', variable: string): Application {
  return (performance) => {
    const { call, core, data, finish } = performance;
    const [, hits = 0, timeoutMs = 0] = data.split(' ').map(Number);
    const wanted = { what, forMs: hits * FRAME_MS, timeoutMs };
    const cancel = listenFor(call.line, core.clock, wanted, (noticed) => {
      if (noticed !== 'ended') call.channel.set(variable, String(noticed === 'timeout'));
      finish();
    });
    return running(performance, {
      breakable: true,
      // What is pressed meanwhile waits for one that reads it.
      readKeys: () => undefined,
      stop: () => {
        cancel();
        finish();
      },
    });
  };
}

/**
 * `wait_for_silence <threshold> <silence hits> <listen hits> <timeout ms>`: until so many frames are quiet after so many
 * loud ones. Measured: it listens on for half a second then.
 */
export const waitForSilence: Application = (performance) => {
  const { call, core, data, finish } = performance;
  const [, silenceHits = 0, listenHits = 0, timeoutMs = 0] = data.split(' ').map(Number);
  const until = core.clock.now() + timeoutMs;
  let cancel = (): void => undefined;
  const listen = (what: 'loud' | 'quiet', hits: number, then: () => void): void => {
    const wanted = { what, forMs: hits * FRAME_MS, timeoutMs: until - core.clock.now() };
    cancel = listenFor(call.line, core.clock, wanted, (noticed) => {
      if (noticed === 'found') then();
      else end(noticed === 'timeout');
    });
  };
  const end = (timeout: boolean): void => {
    call.channel.set('wait_for_silence_timeout', String(timeout));
    finish();
  };
  const silent = (): void => {
    const tail = core.clock.at(core.clock.now() + SILENCE_TAIL_MS, () => end(false));
    cancel = () => tail.cancel();
  };
  listen('loud', listenHits, () => listen('quiet', silenceHits, silent));
  const stop = (): void => {
    cancel();
    finish();
  };
  return running(performance, { breakable: true, readKeys: () => undefined, stop });
};

/** `avmd_start`: listens for the beep of a voicemail beside whatever runs. */
export const avmdStart = instant(({ call, core }) => {
  const startedAt = core.clock.now();
  avmdEvent(call, core, 'start', { 'Start-time': String(startedAt * 1000) });
  const beeped = (frequency: string) => (): void => {
    const ms = core.clock.now() - startedAt;
    call.channel.set('avmd_detect', 'TRUE');
    call.channel.set('avmd_total_time', `[${ms}]`);
    avmdEvent(call, core, 'beep', {
      'Beep-Status': 'DETECTED',
      Frequency: frequency,
      'Detection-time': String(ms * 1000),
    });
    call.detectors.get(AVMD)?.();
  };
  const stops = BEEPS.map(({ frequency, ...tone }) => whenTone(call, core, tone, beeped(frequency)));
  call.detectors.get(AVMD)?.();
  call.detectors.set(AVMD, () => {
    for (const stop of stops) stop();
  });
});

/** `avmd_stop`. */
export const avmdStop = instant(({ call, core }) => {
  call.detectors.get(AVMD)?.();
  call.detectors.delete(AVMD);
  const found = call.channel.variables.get('avmd_detect') === 'TRUE';
  avmdEvent(call, core, 'stop', { 'Beep-Status': found ? 'DETECTED' : 'NOTDETECTED' });
});

/** Each avmd event comes twice: first without channel data, then with it. */
export function avmdEvent(
  call: Call,
  core: Core,
  what: 'start' | 'beep' | 'stop',
  fields: Record<string, string> = {},
): void {
  const headers = { 'Event-Subclass': `avmd::${what}`, 'Call-command': 'avmd', ...fields };
  core.bus.fire('CUSTOM', { ...headers, 'Unique-ID': call.uuid });
  call.channel.fire('CUSTOM', headers);
}

/** Starts the tone detector of mod_spandsp; false when the channel has one already. */
export function startToneDetection(call: Call, core: Core): boolean {
  if (call.detectors.has(TONES)) return false;
  const found = (tone: string) => (): void => call.channel.fire('DETECTED_TONE', { 'Detected-Tone': tone });
  const stops = TONES_FOUND.map(({ name, ...tone }) => whenTone(call, core, tone, found(name)));
  call.detectors.set(TONES, () => {
    for (const stop of stops) stop();
  });
  return true;
}

export function stopToneDetection(call: Call): void {
  call.detectors.get(TONES)?.();
  call.detectors.delete(TONES);
}

/** Measured: early media that is ignored is not read, unless it is consumed. */
function isUnread({ channel, line }: Call): boolean {
  return line.answeredAt === null && channel.variables.get('ignore_early_media') === 'true';
}

/** `fax_detect`: measured: told of twice, the first time without channel data. */
export const faxDetect = instant(({ call, core }) => {
  const found = { 'Detected-Tone': 'fax' };
  const stop = whenTone(call, core, { noise: 'fax-calling', forMs: 100 }, () => {
    core.bus.fire('DETECTED_TONE', found);
    call.channel.fire('DETECTED_TONE', found);
  });
  call.detectors.set('fax', stop);
});

/**
 * `spandsp_start_fax_detect <application> <argument> <timeout s> ced|cng`: measured: told of twice, before and after the
 * application.
 */
export const startFaxDetection = instant(({ call, core, data }) => {
  const [, app = '', argument = '', kind] = /^(\S+) (.*) \d+ (ced|cng)$/s.exec(data) ?? [];
  const found = { 'Detected-Fax-Tone': 'true' };
  const noise = kind === 'ced' ? 'fax' : 'fax-calling';
  const stop = whenTone(call, core, { noise, forMs: 500 }, () => {
    call.channel.fire('DETECTED_TONE', found);
    call.execution.execute({ app, data: argument, uuid: core.newUuid(), lock: false });
    call.channel.fire('DETECTED_TONE', found);
  });
  call.detectors.set('fax', stop);
});

/** Acts the first time that a tone has lasted for long enough; returns how to stop listening. */
function whenTone(
  call: Call,
  core: Core,
  tone: { noise: Noise; forMs: number },
  act: () => void,
): () => void {
  let done = false;
  const look = (): void => {
    const { noise } = call.line;
    if (noise?.kind !== tone.noise || isUnread(call)) return;
    core.clock.at(noise.since + tone.forMs, () => {
      if (done || call.line.end || call.line.noise !== noise) return;
      done = true;
      act();
    });
  };
  const unwatch = call.line.watch((event) => {
    if (event.kind === 'noise') look();
  });
  look();
  return () => {
    done = true;
    unwatch();
  };
}
