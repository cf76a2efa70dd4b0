import type { Clock, Timer } from './clock.ts';

interface Waiting {
  at: number;
  order: number;
  action: () => void;
}

/**
 * Time that moves only when told to. Between two timers it lets every promise settle,
 * so whatever runs on it must be in process (no worker thread, no socket) or be named by `waitFor`.
 */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  #waiting: Waiting[] = [];
  #underWay: () => Promise<unknown> | null = () => null;

  constructor(start = Date.UTC(2026, 0, 5, 9, 0, 0)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  at(at: number, action: () => void): Timer {
    const entry: Waiting = { at: Math.max(at, this.#now), order: this.#order++, action };
    this.#waiting.push(entry);
    return {
      cancel: () => {
        this.#waiting = this.#waiting.filter((other) => other !== entry);
      },
    };
  }

  /** `underWay` gives a promise of the end of what is under way outside of the process, null when nothing is. */
  waitFor(underWay: () => Promise<unknown> | null): void {
    this.#underWay = underWay;
  }

  /** Lets everything that is under way come to rest without time passing. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 4; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      const outside = this.#underWay();
      if (!outside) continue;
      await outside;
      turn = -1;
    }
  }

  /** Moves time on by `ms`, firing every timer on the way in order. */
  async advance(ms: number): Promise<void> {
    await this.advanceTo(this.#now + ms);
  }

  /** Fires timers until `done` holds; false when `limitMs` passed or nothing is left to wait for. */
  async until(done: () => boolean | Promise<boolean>, limitMs = 86_400_000): Promise<boolean> {
    const limit = this.#now + limitMs;
    for (;;) {
      await this.settle();
      if (await done()) return true;
      const next = this.#earliest();
      if (!next || next.at > limit) return false;
      this.#fire(next);
    }
  }

  private async advanceTo(target: number): Promise<void> {
    for (;;) {
      await this.settle();
      const next = this.#earliest();
      if (!next || next.at > target) break;
      this.#fire(next);
    }
    this.#now = Math.max(this.#now, target);
    await this.settle();
  }

  #earliest(): Waiting | undefined {
    let best: Waiting | undefined;
    for (const entry of this.#waiting)
      if (!best || entry.at < best.at || (entry.at === best.at && entry.order < best.order)) best = entry;
    return best;
  }

  #fire(entry: Waiting): void {
    this.#waiting = this.#waiting.filter((other) => other !== entry);
    this.#now = Math.max(this.#now, entry.at);
    entry.action();
  }
}
