import type { Clock, Timer } from '../../core/clock.ts';
import type { JsonObject } from '../../core/json.ts';
import type { SwitchCall } from '../../switch/switch.ts';
import { numberOf, textOf } from '../module.ts';
import type { Treatment } from '../running-treatments.ts';

/** How keys are taken. Times are ms. */
export interface KeyRules {
  most: number;
  /** End the input; they are no part of it. */
  term: string;
  /** Give it up. */
  abort: string;
  /** Take back the last key, or all. */
  backspace: string;
  reset: string;
  ignore: string;
  firstMs: number;
  nextMs: number;
  totalMs: number;
}

export interface Keys {
  digits: string;
  end: 'complete' | 'timeout' | 'aborted' | 'stopped' | 'call-ended';
}

const SECOND = 1_000;

/** ORS: the attributes of `dialog:input`, times in seconds. */
export function keyRulesOf(attributes: JsonObject): KeyRules {
  const totalMs = numberOf(attributes, 'total_timeout', 60) * SECOND;
  return {
    most: Math.min(100, Math.max(1, numberOf(attributes, 'max_digits', 20))),
    term: textOf(attributes, 'term_digits'),
    abort: textOf(attributes, 'abort_digits'),
    backspace: textOf(attributes, 'backspace_digits'),
    reset: textOf(attributes, 'reset_digits'),
    ignore: textOf(attributes, 'ignore_digits'),
    firstMs: numberOf(attributes, 'start_timeout', totalMs / SECOND) * SECOND,
    nextMs: numberOf(attributes, 'digit_timeout', totalMs / SECOND) * SECOND,
    totalMs,
  };
}

/** Takes keys, also those pressed before. `onFirst` is told of the first one; times begin with `begin`. */
export class KeyInput {
  readonly done: Promise<Keys>;
  readonly #rules: KeyRules;
  readonly #clock: Clock;
  readonly #settle: (end: Keys['end']) => void;
  readonly #timers = new Map<string, Timer>();
  #digits = '';
  #begun = false;

  constructor(
    call: SwitchCall,
    { rules, clock, treatment }: { rules: KeyRules; clock: Clock; treatment: Treatment },
    onFirst: () => void,
  ) {
    this.#rules = rules;
    this.#clock = clock;
    const outcome = Promise.withResolvers<Keys['end']>();
    this.#settle = (end) => outcome.resolve(end);
    let first = true;
    const unlisten = call.onKey(({ key }) => {
      if (first) onFirst();
      first = false;
      this.#press(key);
    });
    call.onEnd(() => this.#settle('call-ended'));
    treatment.onStop(() => this.#settle('stopped'));
    this.done = outcome.promise.then((end) => {
      unlisten();
      for (const timer of this.#timers.values()) timer.cancel();
      return { digits: this.#digits, end };
    });
  }

  /** There is nothing to answer any more. */
  giveUp(): void {
    this.#settle('aborted');
  }

  /** The prompt is over: from now on the caller may be too slow. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#after('total', this.#rules.totalMs);
    this.#after('next', this.#digits === '' ? this.#rules.firstMs : this.#rules.nextMs);
  }

  #press(key: string): void {
    const { most, term, abort, backspace, reset, ignore, nextMs } = this.#rules;
    if (abort.includes(key)) this.#settle('aborted');
    else if (term.includes(key)) this.#settle('complete');
    else if (backspace.includes(key)) this.#digits = this.#digits.slice(0, -1);
    else if (reset.includes(key)) this.#digits = '';
    else if (!ignore.includes(key) && this.#digits.length < most) this.#digits += key;
    if (this.#digits.length >= most) this.#settle('complete');
    if (this.#begun) this.#after('next', nextMs);
  }

  #after(name: string, ms: number): void {
    this.#timers.get(name)?.cancel();
    this.#timers.set(
      name,
      this.#clock.at(this.#clock.now() + ms, () => this.#settle('timeout')),
    );
  }
}
