/** Rows by key with what a step changes of them laid over: the rows below stay as they are. */
export class Rows<Row> {
  readonly #below: ReadonlyMap<string, Row>;
  /** By key what the step has made of a row; null: removed. */
  readonly #touched = new Map<string, Row | null>();

  constructor(below: ReadonlyMap<string, Row>) {
    this.#below = below;
  }

  get(key: string): Row | undefined {
    const touched = this.#touched.get(key);
    return touched === undefined ? this.#below.get(key) : (touched ?? undefined);
  }

  set(key: string, row: Row): void {
    this.#touched.set(key, row);
  }

  delete(key: string): void {
    this.#touched.set(key, null);
  }

  isTouched(key: string): boolean {
    return this.#touched.has(key);
  }

  /** Every row. Cost: in proportion to all of them. */
  *values(): Generator<Row> {
    for (const key of this.#below.keys()) {
      const row = this.get(key);
      if (row !== undefined) yield row;
    }
    for (const [key, row] of this.#touched) if (row !== null && !this.#below.has(key)) yield row;
  }

  /** Rows that the step has touched: as they were, and as they are now. */
  *touched(): Generator<{ before: Row | undefined; now: Row | undefined }> {
    for (const [key, row] of this.#touched) yield { before: this.#below.get(key), now: row ?? undefined };
  }

  /** Rows that are new or not what they were. */
  changed(): Row[] {
    return [...this.touched()].flatMap(({ before, now }) =>
      now === undefined || now === before ? [] : [now],
    );
  }

  /** Keys of rows that were there and are not any more. */
  removed(): string[] {
    return [...this.#touched].flatMap(([key, row]) => (row === null && this.#below.has(key) ? [key] : []));
  }
}
