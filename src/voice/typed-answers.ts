/** What a person types in advance, and who takes it. */
export class TypedAnswers {
  readonly #hangUp: () => void;
  readonly #answers: (string | null)[] = [];
  #take: ((keys: string) => void) | null = null;
  /** The next answer is a choice, not keys of the caller. */
  #choosing = false;

  constructor(hangUp: () => void) {
    this.#hangUp = hangUp;
  }

  /** Adds an answer; null hangs up when its turn comes. */
  add(keys: string | null): void {
    this.#answers.push(keys);
    this.#next();
  }

  /** Hands the next answer over, once there is one. */
  take(take: (keys: string) => void): void {
    this.#take = take;
    this.#next();
  }

  /** Asks for a choice; `stopped` settles it when it comes first. */
  async asked<Stop>(stopped: Promise<Stop>): Promise<string | Stop> {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.#choosing = true;
    this.take(resolve);
    const answer = await Promise.race([promise, stopped]);
    this.#choosing = false;
    if (this.#take === resolve) this.#take = null;
    return answer;
  }

  /** Takes keys that were pressed at once as a choice; false when none is asked for. */
  choose(keys: string): boolean {
    if (!this.#choosing || !this.#take) return false;
    this.#hand(keys);
    return true;
  }

  #next(): void {
    if (!this.#take) return;
    const keys = this.#answers.shift();
    if (keys === null) this.#hangUp();
    else if (keys !== undefined) this.#hand(keys);
  }

  #hand(keys: string): void {
    const take = this.#take;
    this.#take = null;
    take?.(keys);
  }
}
