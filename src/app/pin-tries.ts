/** Wrong ones for a number in a quarter of an hour before nobody is let in by it. */
const MOST = 5;
const WINDOW_MS = 900_000;
/** Numbers that are remembered; beyond it the oldest go. */
const MOST_NUMBERS = 1_000;

/** Counts wrong PINs, so that none can be found by trying. Of this process: another node counts by itself. */
export class PinTries {
  readonly #wrong = new Map<string, number[]>();

  noteWrong(number: string, now: number): void {
    const tries = [...this.#recent(number, now), now].slice(-MOST);
    this.#wrong.delete(number);
    this.#wrong.set(number, tries);
    const [oldest] = this.#wrong.keys();
    if (this.#wrong.size > MOST_NUMBERS && oldest !== undefined) this.#wrong.delete(oldest);
  }

  isLocked(number: string, now: number): boolean {
    return this.#recent(number, now).length >= MOST;
  }

  #recent(number: string, now: number): number[] {
    return (this.#wrong.get(number) ?? []).filter((at) => at > now - WINDOW_MS);
  }
}
