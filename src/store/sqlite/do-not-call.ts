import type { BarredNumber } from '../../callback/barred-number.ts';
import type { Connection } from './connection.ts';

/** Keeps a number in place of its version `expectedVersion`; 0: of none. */
export function putBarred(
  connection: Connection,
  expectedVersion: number,
  entry: BarredNumber,
): 'put' | 'stale' {
  if ((getBarred(connection, entry.number)?.version ?? 0) !== expectedVersion) return 'stale';
  connection.run(
    `INSERT INTO do_not_call (number, listed, entry) VALUES (?, ?, ?)
      ON CONFLICT (number) DO UPDATE SET listed = excluded.listed, entry = excluded.entry`,
    entry.number,
    entry.listed ? 1 : 0,
    JSON.stringify(entry),
  );
  return 'put';
}

/** Adds a number; one that is there is left as it is. */
export function insertBarred(connection: Connection, entry: BarredNumber): void {
  if (!getBarred(connection, entry.number)) putBarred(connection, 0, entry);
}

export function getBarred(connection: Connection, number: string): BarredNumber | null {
  const stored = connection.get<{ entry: string }>('SELECT entry FROM do_not_call WHERE number = ?', number);
  return stored ? barredOf(stored) : null;
}

/** Was any number ever put on the list? */
export function anyBarred(connection: Connection): boolean {
  return connection.get('SELECT no FROM do_not_call WHERE no > 0 LIMIT 1') !== undefined;
}

/** Those on the list after `after`, by number. */
export function listBarred(connection: Connection, after: string | null, limit: number): BarredNumber[] {
  const query = 'SELECT entry FROM do_not_call WHERE listed = 1 AND number > ? ORDER BY number LIMIT ?';
  return connection.all<{ entry: string }>(query, after ?? '', limit).map(barredOf);
}

/** A row of `do_not_call` as the port has it. */
export function barredOf({ entry }: { entry: string }): BarredNumber {
  return JSON.parse(entry) as BarredNumber;
}
