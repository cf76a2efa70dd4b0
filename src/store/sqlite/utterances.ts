import type { Utterance } from '../utterances.ts';
import type { Connection } from './connection.ts';

/** Keeps what a caller said; one of that id is left as it is. */
export function keepUtterance(connection: Connection, { id, at, type, base64 }: Utterance): void {
  connection.run(
    'INSERT INTO utterances (id, at, type, base64) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ...[id, at, type, base64],
  );
}

export function getUtterance(connection: Connection, id: string): Utterance | null {
  const stored = connection.get<Utterance>('SELECT id, at, type, base64 FROM utterances WHERE id = ?', id);
  return stored ? utteranceOf(stored) : null;
}

/** A row as the port has it. */
export function utteranceOf({ id, at, type, base64 }: Utterance): Utterance {
  return { id, at, type, base64 };
}
