import type { Timer } from '../../../core/clock.ts';
import type { Call } from '../call.ts';
import type { Core } from '../core.ts';
import { type Application, instant, running } from './application.ts';

/** What is found, in `amd_result` and `amd_cause`. */
type Verdict = readonly [result: string, cause: string];

/** A mod_amd of others, as far as it was recorded. */
interface Kind {
  silence: Verdict;
  human: Verdict;
  machine: Verdict;
  /** Whoever speaks for so long is a machine, ms. */
  speechMs: number;
}

/** Nobody has said anything for so long, ms. */
const INITIAL_SILENCE_MS = 2_500;
/** Whoever is still for so long after the greeting waits for an answer, ms. */
const SILENCE_AFTER_MS = 800;

/** The one with an application that lasts until it knows. */
const blocking: Kind = {
  silence: ['MACHINE', 'INITIALSILENCE'],
  human: ['HUMAN', 'HUMAN'],
  machine: ['MACHINE', 'MAXWORDS'],
  speechMs: 800,
};

/** The one that tells by an event. */
const telling: Kind = {
  silence: ['NOT_SURE', 'INITIAL_SILENCE'],
  human: ['HUMAN', 'SILENCE_AFTER_GREETING'],
  machine: ['MACHINE', 'MAX_WORDS'],
  speechMs: 1_200,
};

/** `amd`. */
export const amd: Application = (performance) => {
  const { call, core, finish } = performance;
  const cancel = judge(call, core, blocking, finish);
  const stop = (): void => {
    cancel();
    finish();
  };
  return running(performance, { breakable: true, readKeys: () => undefined, stop });
};

/** `mod_amd`. */
export const modAmd = instant(({ call, core }) => {
  const tell = (): void => call.channel.fire('CUSTOM', { 'Event-Subclass': 'mod_amd::info' });
  call.detectors.set('amd', judge(call, core, telling, tell));
});

/** Listens to who has answered, and acts once the variables say who it is; returns how to stop. */
function judge({ channel, line }: Call, core: Core, kind: Kind, act: () => void): () => void {
  let spokenMs = 0;
  let speaksSince = 0;
  let timer: Timer;
  const stop = (): void => {
    timer.cancel();
    unwatch();
  };
  const after = (ms: number, [result, cause]: Verdict): void => {
    timer = core.clock.at(core.clock.now() + ms, () => {
      stop();
      channel.setAll({ amd_result: result, amd_cause: cause });
      act();
    });
  };
  const speaks = (): void => {
    speaksSince = core.clock.now();
    after(kind.speechMs - spokenMs, kind.machine);
  };
  const unwatch = line.watch((event) => {
    if (event.kind === 'ended') stop();
    if (event.kind !== 'noise') return;
    timer.cancel();
    if (event.noise !== null) {
      speaks();
      return;
    }
    spokenMs += core.clock.now() - speaksSince;
    after(SILENCE_AFTER_MS, kind.human);
  });
  if (line.noise) speaks();
  else after(INITIAL_SILENCE_MS, kind.silence);
  return stop;
}
