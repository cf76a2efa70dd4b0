import type { Deposit } from '../deposits.ts';
import type { Connection } from './connection.ts';

/** Keeps a deposit in place of its version `expectedVersion`; 0: of none. */
export function putDeposit(
  connection: Connection,
  expectedVersion: number,
  deposit: Deposit,
): 'put' | 'stale' {
  const { id, kind, expiresAt } = deposit;
  if ((getDeposit(connection, id)?.version ?? 0) !== expectedVersion) return 'stale';
  connection.run(
    `INSERT INTO deposits (id, kind, expires_at, deposit) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at, deposit = excluded.deposit`,
    ...[id, kind, expiresAt, JSON.stringify(deposit)],
  );
  return 'put';
}

/** Adds a deposit; one of that id is left as it is. */
export function insertDeposit(connection: Connection, deposit: Deposit): void {
  if (!getDeposit(connection, deposit.id)) putDeposit(connection, 0, deposit);
}

export function removeDeposit(connection: Connection, id: string): 'removed' | 'unknown' {
  return connection.run('DELETE FROM deposits WHERE id = ?', id) > 0 ? 'removed' : 'unknown';
}

/** Forgets those whose time was over by then, `limit` at most, the earliest first. */
export function purgeDeposits(connection: Connection, until: number, limit: number): void {
  connection.run(
    `DELETE FROM deposits WHERE no IN
       (SELECT no FROM deposits WHERE expires_at <= ? ORDER BY expires_at, no LIMIT ?)`,
    until,
    limit,
  );
}

export function getDeposit(connection: Connection, id: string): Deposit | null {
  const stored = connection.get<{ deposit: string }>('SELECT deposit FROM deposits WHERE id = ?', id);
  return stored ? depositOf(stored) : null;
}

/** In the order they were made. */
export function depositsOfKind(connection: Connection, kind: Deposit['kind']): Deposit[] {
  return connection
    .all<{ deposit: string }>('SELECT deposit FROM deposits WHERE kind = ? ORDER BY no', kind)
    .map(depositOf);
}

export function countDeposits(connection: Connection, kind: Deposit['kind']): number {
  const row = connection.get<{ n: number }>('SELECT count(*) AS n FROM deposits WHERE kind = ?', kind);
  return row?.n ?? 0;
}

/** A row of `deposits` as the port has it. */
export function depositOf({ deposit }: { deposit: string }): Deposit {
  return JSON.parse(deposit) as Deposit;
}
