import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** How long a statement waits for a lock another connection of this process holds, ms. */
const BUSY_TIMEOUT_MS = 5_000;

const PRAGMAS = [
  'journal_mode = WAL',
  // With WAL only FULL syncs the log at every commit: what is acknowledged survives a power cut.
  'synchronous = FULL',
  // 16 MB of log between two checkpoints: fewer of them under load, and still a quick recovery.
  'wal_autocheckpoint = 4000',
  'cache_size = -32000',
  'temp_store = MEMORY',
  'journal_size_limit = 67108864',
];

/** One SQLite connection with its prepared statements, each compiled once and found by its text. */
export class Connection {
  readonly path: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** `readOnly` leaves the file as it is, however it is kept. */
  constructor(path: string, { readOnly = false } = {}) {
    this.path = path;
    this.#database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, readOnly });
    try {
      for (const pragma of readOnly ? [] : PRAGMAS) this.#database.exec(`PRAGMA ${pragma}`);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** Runs a statement; the number of rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).changes);
  }

  /** First row of a query. The caller names the columns it selected. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- SQL text carries no type
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  /** All rows of a query. The caller names the columns it selected. */
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  /** Runs a script of several statements. */
  script(sql: string): void {
    this.#database.exec(sql);
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
