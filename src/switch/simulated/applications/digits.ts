import type { Timer } from '../../../core/clock.ts';
import type { Running } from '../execution.ts';
import type { Playing } from '../line/playing.ts';
import { type Application, type Performance, running } from './application.ts';
import { piecesOf } from './pieces.ts';
import { play } from './playback.ts';

/** One prompt and what may be pressed at it. */
interface Wanted {
  prompt: string;
  min: number;
  max: number;
  /** From the end of the prompt to the first digit, ms. */
  timeoutMs: number;
  /** From each digit to the next one, ms. */
  digitTimeoutMs: number;
  terminators: string;
}

interface Collected {
  digits: string;
  /** The digit that ended it, if one did. */
  terminator: string;
  why: 'enough' | 'timeout' | 'stopped';
}

type Part = Pick<Running, 'stop' | 'pause' | 'resume' | 'readKeys'>;

/** `read <min> <max> <prompt> <variable> <timeout ms> <terminators> [<digit timeout ms>]`. */
export const read: Application = (performance) => {
  const { call, data, finish } = performance;
  const [min, max, prompt = '', name = '', timeout, terminators = '', digitTimeout] = data.split(' ');
  const wanted = wantedOf({ prompt, terminators }, [min, max, timeout, digitTimeout]);
  call.channel.set(name, '');
  const part = collect(performance, wanted, (collected) => {
    const result = report(performance, wanted, collected);
    if (result !== 'failure') call.channel.set(name, collected.digits);
    finish();
  });
  return running(performance, { breakable: true, ...part });
};

/**
 * `play_and_get_digits <min> <max> <tries> <timeout ms> <terminators> <prompt> <prompt after a wrong input> <variable>
 * <pattern> [<digit timeout ms>]`. Measured: the prompt after a wrong input is heard after the last try too.
 */
export const playAndGetDigits: Application = (performance) => {
  const { call, data, finish } = performance;
  const [min, max, tries, timeout, terminators = '', prompt = '', ...more] = data.split(' ');
  const [wrong = '', name = '', pattern = '', digitTimeout] = more;
  const wanted = wantedOf({ prompt, terminators }, [min, max, timeout, digitTimeout]);
  const { channel } = call;
  let left = Number(tries) || 1;
  let stopped = false;
  const judge = (collected: Collected): void => {
    const { digits, why } = collected;
    const result = report(performance, wanted, collected);
    const valid = result !== 'failure' && matches(digits, pattern);
    if (valid) channel.set(name, digits);
    else if (digits !== '') channel.set(`${name}_invalid`, digits);
    if (valid || why === 'stopped') finish();
    else now = unheeding(play(performance, soundOf(performance, wrong), ask));
  };
  const ask = (): void => {
    if (left-- === 0 || stopped) {
      finish();
      return;
    }
    channel.set(name, '');
    now = collect(performance, wanted, judge);
  };
  let now: Part = running(performance);
  ask();
  return {
    breakable: true,
    stop() {
      stopped = true;
      now.stop();
    },
    pause: () => now.pause(),
    resume: () => now.resume(),
    readKeys: () => now.readKeys(),
  };
};

function wantedOf(
  texts: Pick<Wanted, 'prompt' | 'terminators'>,
  numbers: readonly (string | undefined)[],
): Wanted {
  const [min = 0, max = 1, timeoutMs = 0, digitTimeoutMs] = numbers.map((text) => Number(text) || 0);
  return { ...texts, min, max, timeoutMs, digitTimeoutMs: digitTimeoutMs || timeoutMs };
}

/** Says in variables how it went. */
function report(
  { call: { channel } }: Performance,
  { min }: Wanted,
  { digits, terminator, why }: Collected,
): 'success' | 'timeout' | 'failure' {
  const tooFew = digits.length < min || why === 'stopped';
  const result = tooFew ? 'failure' : why === 'timeout' ? 'timeout' : 'success';
  channel.set('read_result', result);
  channel.set('read_terminator_used', terminator);
  return result;
}

/** Plays the prompt, which the first digit ends, and takes what is pressed until it is enough. */
function collect(performance: Performance, wanted: Wanted, done: (collected: Collected) => void): Part {
  const { call, core } = performance;
  let digits = '';
  let over = false;
  let waiting: Timer | null = null;
  const wait = (ms: number): void => {
    waiting?.cancel();
    waiting = core.clock.at(core.clock.now() + ms, () => finish('timeout'));
  };
  const finish = (why: Collected['why'], terminator = ''): void => {
    if (over) return;
    over = true;
    waiting?.cancel();
    playing.stop();
    done({ digits, terminator, why });
  };
  const press = (key: string): void => {
    if (wanted.terminators.includes(key)) {
      finish('enough', key);
      return;
    }
    digits += key;
    playing.stop();
    if (digits.length >= wanted.max) finish('enough');
    else wait(wanted.digitTimeoutMs);
  };
  call.channel.set('read_result', '');
  const playing = play(performance, soundOf(performance, wanted.prompt), () => {
    if (!over) wait(wanted.timeoutMs);
  });
  return {
    stop: () => finish('stopped'),
    pause: () => playing.pause(),
    resume: () => playing.resume(),
    readKeys() {
      for (let key = over ? null : call.keys.read(); key !== null; key = over ? null : call.keys.read())
        press(key);
    },
  };
}

/** What plays while keys are left for what comes next. */
function unheeding(playing: Playing): Part {
  return {
    stop: () => playing.stop(),
    pause: () => playing.pause(),
    resume: () => playing.resume(),
    readKeys: () => undefined,
  };
}

function soundOf({ core }: Performance, path: string): Parameters<typeof play>[1] {
  return { path, pieces: piecesOf(path, core.settings) ?? [] };
}

function matches(digits: string, pattern: string): boolean {
  try {
    return new RegExp(pattern).test(digits);
  } catch {
    return false;
  }
}
