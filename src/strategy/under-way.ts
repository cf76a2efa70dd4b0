/** Actions that this process is carrying out now: whoever takes up open ones leaves those alone. */
export class UnderWay {
  readonly #counts = new Map<string, number>();

  has(id: string): boolean {
    return this.#counts.has(id);
  }

  /** As of now. */
  ids(): Set<string> {
    return new Set(this.#counts.keys());
  }

  /** An action is under way until what this returns has been called; several may be so for one action at once. */
  begin(id: string): () => void {
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
    return () => {
      const left = (this.#counts.get(id) ?? 1) - 1;
      if (left > 0) this.#counts.set(id, left);
      else this.#counts.delete(id);
    };
  }
}
