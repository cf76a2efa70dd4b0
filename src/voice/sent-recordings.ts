import { rm, writeFile } from 'node:fs/promises';

import type { Clock } from '../core/clock.ts';

/** A switch sends before it says that it has recorded, or has lost the way to us: so long it is waited for, ms. */
const ARRIVES_WITHIN_MS = 10_000;
const WAVE = /^RIFF[^]{4}WAVE/;

interface Expected {
  path: string;
  state: 'expected' | 'coming' | 'here';
  arrived: PromiseWithResolvers<undefined>;
}

/**
 * What switches on other hosts have recorded. Each is sent once, to a name that nobody but that switch was told, and
 * is there for it to be played until it is forgotten.
 */
export class SentRecordings {
  readonly #clock: Clock;
  #expected = new Map<string, Expected>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** From now on `name`, which cannot be guessed, may be sent; it is kept at `path`. */
  expect(name: string, path: string): void {
    this.#expected.set(name, { path, state: 'expected', arrived: Promise.withResolvers() });
  }

  /** Is something of this name to be sent, and was not yet? */
  expects(name: string): boolean {
    return this.#expected.get(name)?.state === 'expected';
  }

  /** Keeps what a switch sends; false for what is not expected, or is no WAV file. Rejects when it cannot be kept. */
  async take(name: string, bytes: Uint8Array): Promise<boolean> {
    const one = this.#expected.get(name);
    if (one?.state !== 'expected' || !WAVE.test(Buffer.from(bytes.subarray(0, 12)).toString('latin1')))
      return false;
    one.state = 'coming';
    await writeFile(one.path, bytes);
    one.state = 'here';
    one.arrived.resolve(undefined);
    // Forgotten while it was written.
    if (this.#expected.get(name) !== one) await rm(one.path, { force: true });
    return true;
  }

  /** Path of what was sent; null when there is nothing of this name. */
  find(name: string): string | null {
    const one = this.#expected.get(name);
    return one?.state === 'here' ? one.path : null;
  }

  /** Waits until it is here, but not for ever. */
  async arrived(name: string): Promise<void> {
    const one = this.#expected.get(name);
    if (!one) return;
    const limit = Promise.withResolvers<undefined>();
    const timer = this.#clock.at(this.#clock.now() + ARRIVES_WITHIN_MS, () => limit.resolve(undefined));
    await Promise.race([one.arrived.promise, limit.promise]);
    timer.cancel();
  }

  /** From now on it is neither taken nor found. The file is removed by whoever calls. */
  forget(name: string): void {
    this.#expected.delete(name);
  }
}
