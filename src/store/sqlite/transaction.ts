import type { Connection } from './connection.ts';
import { isDown, toFailure, type Failure } from './failure.ts';
import { reads, writes, type Operation } from './operations.ts';
import { Refusal } from './refusal.ts';

/** One operation on its way to the thread that carries it out. */
export interface Request {
  id: number;
  /** A name in `writes` or `reads`. */
  name: string;
  args: unknown[];
}

/** How a lane carries out what has gathered: `runWrites`, `runReads` or `runLookUps`. */
export type Run = (connection: Connection, requests: Request[]) => Reply[];

export type Reply = { id: number; result: unknown } | { id: number; failure: Failure };

/**
 * Carries out changes in one transaction, each in a savepoint with a result of its own: one that is refused or
 * throws leaves no trace and does not disturb its neighbours. The replies are true once this has returned,
 * because the commit has reached the disk. When the commit fails, all of them have failed.
 */
export function runWrites(connection: Connection, requests: Request[]): Reply[] {
  const [only, ...others] = requests;
  if (only && others.length === 0) return [runAlone(connection, only)];
  return inTransaction(connection, requests, { begin: 'BEGIN IMMEDIATE', run: runInSavepoint });
}

/** Carries out reads on one consistent view of the store. */
export function runReads(connection: Connection, requests: Request[]): Reply[] {
  return inTransaction(connection, requests, { begin: 'BEGIN', run: runRead });
}

/** Carries out reads each of which is one statement. */
export function runLookUps(connection: Connection, requests: Request[]): Reply[] {
  return requests.map((request) => runRead(connection, request));
}

function inTransaction(
  connection: Connection,
  requests: Request[],
  { begin, run }: { begin: string; run: (connection: Connection, request: Request) => Reply },
): Reply[] {
  try {
    connection.run(begin);
    const replies = requests.map((request) => run(connection, request));
    connection.run('COMMIT');
    return replies;
  } catch (error) {
    const failure = toFailure(error, connection.path);
    rollBack(connection);
    return requests.map(({ id }) => ({ id, failure }));
  }
}

/** A change that has the transaction to itself needs no savepoint: what undoes the one undoes the other. */
function runAlone(connection: Connection, { id, name, args }: Request): Reply {
  try {
    connection.run('BEGIN IMMEDIATE');
    const result = operation(writes, name)(connection, ...args);
    connection.run('COMMIT');
    return { id, result };
  } catch (error) {
    const reply = unsuccessful(id, error, connection);
    rollBack(connection);
    return reply;
  }
}

function runInSavepoint(connection: Connection, { id, name, args }: Request): Reply {
  connection.run('SAVEPOINT operation');
  try {
    const result = operation(writes, name)(connection, ...args);
    connection.run('RELEASE operation');
    return { id, result };
  } catch (error) {
    // The transaction is lost as a whole, not only this operation.
    if (isDown(error)) throw error;
    connection.run('ROLLBACK TO operation');
    connection.run('RELEASE operation');
    return unsuccessful(id, error, connection);
  }
}

/** A refusal is a result of its own; anything else a failure. */
function unsuccessful(id: number, error: unknown, { path }: Connection): Reply {
  if (error instanceof Refusal) return { id, result: error.result };
  return { id, failure: toFailure(error, path) };
}

function runRead(connection: Connection, { id, name, args }: Request): Reply {
  try {
    return { id, result: operation(reads, name)(connection, ...args) };
  } catch (error) {
    return { id, failure: toFailure(error, connection.path) };
  }
}

function operation(table: Record<string, unknown>, name: string): Operation {
  return table[name] as Operation;
}

function rollBack(connection: Connection): void {
  // SQLite has rolled back by itself after some failures (disk full, I/O error).
  if (connection.inTransaction) connection.script('ROLLBACK');
}
