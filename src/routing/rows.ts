/** Rows by key that remember which of them a step has changed: what a step costs is not to compare all rows. */
export class Rows<Row> extends Map<string, Row> {
  /** Rows as they were before they were first touched; undefined for new ones. */
  readonly #before = new Map<string, Row | undefined>();

  constructor(rows: readonly Row[], keyOf: (row: Row) => string) {
    super();
    for (const row of rows) super.set(keyOf(row), row);
  }

  override set(key: string, row: Row): this {
    this.#touch(key);
    return super.set(key, row);
  }

  override delete(key: string): boolean {
    this.#touch(key);
    return super.delete(key);
  }

  /** Rows that are new or not what they were. */
  changed(): Row[] {
    return [...this.#before].flatMap(([key, before]) => {
      const row = this.get(key);
      return row === undefined || row === before ? [] : [row];
    });
  }

  /** Keys of rows that were there and are not any more. */
  removed(): string[] {
    return [...this.#before].flatMap(([key, before]) => (before === undefined || this.has(key) ? [] : [key]));
  }

  #touch(key: string): void {
    if (!this.#before.has(key)) this.#before.set(key, this.get(key));
  }
}
