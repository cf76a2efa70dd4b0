import type { Fact } from '../../callback/record.ts';
import type { Connection } from './connection.ts';

interface Stored {
  id: string;
  at: number;
  kind: string;
  callback_id: string | null;
  data: string;
}

/** Adds facts; ids already there are passed over. */
export function addFacts(connection: Connection, facts: Fact[]): void {
  for (const fact of facts)
    connection.run(
      'INSERT INTO facts (id, at, kind, callback_id, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
      fact.id,
      fact.at,
      fact.kind,
      fact.callbackId,
      JSON.stringify(fact.data),
    );
}

/** Facts of a callback in the order they were added. */
export function factsOfCallback(connection: Connection, callbackId: string): Fact[] {
  return connection
    .all<Stored>('SELECT * FROM facts WHERE callback_id = ? ORDER BY no', callbackId)
    .map(factOf);
}

/** Newest first. */
export function recentFacts(connection: Connection, kind: string, limit: number): Fact[] {
  return connection
    .all<Stored>('SELECT * FROM facts WHERE kind = ? ORDER BY at DESC, no DESC LIMIT ?', kind, limit)
    .map(factOf);
}

/** A row of `facts` as the port has it. */
export function factOf(stored: Stored): Fact {
  return {
    id: stored.id,
    at: stored.at,
    kind: stored.kind,
    callbackId: stored.callback_id,
    data: JSON.parse(stored.data) as Fact['data'],
  };
}
