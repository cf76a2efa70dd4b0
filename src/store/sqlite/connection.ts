import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

import { RingbackError } from '../../core/errors.ts';

/** How long a statement waits for a lock another connection of this process holds, ms. */
const BUSY_TIMEOUT_MS = 5_000;

/** What `PRAGMA synchronous` answers when it is FULL. */
const FULL = 2;

const PRAGMAS = [
  'journal_mode = WAL',
  // With WAL only FULL syncs the log at every commit: what is acknowledged survives a power cut.
  'synchronous = FULL',
  // 64 MB: on the way of a commit, what folding beside the commits never caught up with (see log-growth.ts).
  'wal_autocheckpoint = 16000',
  'temp_store = MEMORY',
  'journal_size_limit = 67108864',
];

/**
 * Pages of the file that a connection keeps at most, kB: the inner ones of all indexes of a million records. What is not
 * kept comes from the system's cache. With more, each new page would go to memory that the processor has not at hand, and
 * after a commit that split a page SQLite looks at every page it keeps, while the file has less than 1 GB.
 */
const CACHE_KB = 8_000;

/**
 * One SQLite connection with its prepared statements, each compiled once and found by its text. A parameter that is a
 * LIMIT would have its statement compiled again whenever a value is bound to it (`sqlite3ExprIsInteger`); one with a sign
 * is an expression, and is left alone.
 */
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
      this.#database.exec(`PRAGMA cache_size = -${CACHE_KB}`);
      if (!readOnly) this.#checkDurable();
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

  /** SQLite does not say no to a pragma: it goes on as before, for example without WAL on a network disk. */
  #checkDurable(): void {
    const mode = this.get<{ journal_mode: string }>('PRAGMA journal_mode')?.journal_mode;
    const level = this.get<{ synchronous: number }>('PRAGMA synchronous')?.synchronous;
    if (mode === 'memory' || (mode === 'wal' && level === FULL)) return;
    const why = `${this.path} would not be durable (journal_mode ${mode}, synchronous ${level}): keep it on a local disk`;
    throw new RingbackError('STORE_DOWN', { why });
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql.replaceAll('LIMIT ?', 'LIMIT +?'));
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
