// One step of a session, committed by the embedded store: beside a prepared transaction of the same bytes in this thread.
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { alternate } from './support/alternate.ts';
import { commitsPerSecond, perSecond, startSessions, stepOf } from './support/commits.ts';
import { judge } from './support/judge.ts';
import { temporaryStore } from './support/temporary-store.ts';

const BAR = 0.7;

const { store, close } = await temporaryStore();
const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-'));
const bare = new DatabaseSync(join(folder, 'bare.sqlite'));
bare.exec(
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE steps (id TEXT, body TEXT) STRICT',
);
const insert = bare.prepare('INSERT INTO steps (id, body) VALUES (?, ?)');
const bytes = JSON.stringify(stepOf('s', 1));
const transaction = (): Promise<void> => {
  bare.exec('BEGIN IMMEDIATE');
  insert.run('s', bytes);
  bare.exec('COMMIT');
  return Promise.resolve();
};
for (const clients of [1, 64]) {
  const sessions = await startSessions(store, clients);
  const comparison = await alternate(
    { name: 'a step committed', run: () => commitsPerSecond(store, sessions) },
    { name: 'the same bytes, bare', run: () => perSecond(sessions, transaction) },
  );
  judge(`Commits of the embedded store, ${clients} at a time`, comparison, BAR);
}
bare.close();
rmSync(folder, { recursive: true });
await close();
