const REMEMBERED = 10_000;

/** At-most-once actions that this process has begun, the last ones: what a store that lost changes may deny. */
export class BegunActions {
  readonly #ids = new Set<string>();

  add(id: string): void {
    this.#ids.add(id);
    const [oldest] = this.#ids;
    if (this.#ids.size > REMEMBERED && oldest !== undefined) this.#ids.delete(oldest);
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }
}
