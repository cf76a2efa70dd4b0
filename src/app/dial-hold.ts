/** Holds dialling back while the store may have forgotten calls that were begun. */
export class DialHold {
  #why: string | null = null;

  /** Why nothing is dialled now; null while dialling goes on. */
  get why(): string | null {
    return this.#why;
  }

  begin(why: string): void {
    this.#why = why;
  }

  end(): void {
    this.#why = null;
  }
}
