import type { DialogRun } from '../dialog-runs.ts';
import type { Delivery } from '../sessions.ts';
import type { Connection } from './connection.ts';
import { deliver } from './inbox.ts';

/** Adds a run; one whose key is known is left as it is. */
export function openRun(connection: Connection, run: DialogRun): 'opened' | 'exists' {
  const inserted = connection.run(
    'INSERT INTO dialog_runs (key, revision, run) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING',
    run.key,
    run.revision,
    JSON.stringify(run),
  );
  return inserted === 1 ? 'opened' : 'exists';
}

export function getRun(connection: Connection, key: string): DialogRun | null {
  const stored = connection.get<{ run: string }>('SELECT run FROM dialog_runs WHERE key = ?', key);
  return stored ? (JSON.parse(stored.run) as DialogRun) : null;
}

/** Moves a run on by one answer, and tells sessions of it. */
export function advanceRun(
  connection: Connection,
  expectedRevision: number,
  run: DialogRun,
  deliveries: Delivery[],
): 'advanced' | 'stale' {
  const changed = connection.run(
    'UPDATE dialog_runs SET revision = ?, run = ? WHERE key = ? AND revision = ?',
    run.revision,
    JSON.stringify(run),
    run.key,
    expectedRevision,
  );
  if (changed === 0) return 'stale';
  deliver(connection, deliveries);
  return 'advanced';
}
