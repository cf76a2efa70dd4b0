// The bare engine under the embedded store: a connection of `node:sqlite` to a file with our tables and their indexes.
// Its prepared transaction writes the rows a step writes (snapshot, journal, inbox); it compares nothing and makes no JSON.
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { startSessions, stepOf } from './commits.ts';

export interface BareEngine {
  commit(): void;
  close(): void;
}

/** In this thread. */
export async function openBareEngine(): Promise<BareEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-'));
  const path = join(folder, 'bare.sqlite');
  const empty = await openSqliteStore({ path, threads: false });
  const [session] = await startSessions(empty, 1);
  await empty.close();
  const id = session?.id ?? '';
  const bare = new DatabaseSync(path);
  bare.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  const update = bare.prepare('UPDATE sessions SET seq = seq + 1, snapshot = ? WHERE id = ?');
  const journal = bare.prepare('INSERT INTO journal (session_id, event_id, entry) VALUES (?, ?, ?)');
  const inbox = bare.prepare('DELETE FROM inbox WHERE session_id = ? AND event_id = ?');
  const { snapshot, journal: entry } = stepOf(id, 1);
  const text = JSON.stringify(entry);
  let steps = 0;
  return {
    commit() {
      const eventId = `${id}-${steps++}`;
      bare.exec('BEGIN IMMEDIATE');
      update.run(snapshot, id);
      journal.run(id, eventId, text);
      inbox.run(id, eventId);
      bare.exec('COMMIT');
    },
    close() {
      bare.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** In a thread of its own, as an engine must be whose disk is not to hold up the main loop: a message there, one back. */
export async function openBareThread(): Promise<{ commit(): Promise<void>; close(): Promise<void> }> {
  const worker = new Worker(new URL(import.meta.url));
  const waiting: (() => void)[] = [];
  const ready = Promise.withResolvers<true>();
  worker.on('message', (message) => {
    if (message === 'ready') ready.resolve(true);
    else waiting.shift()?.();
  });
  worker.on('error', (error) => {
    throw error;
  });
  await ready.promise;
  return {
    commit: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        worker.postMessage('commit');
      }),
    close: async () => {
      worker.postMessage('close');
      await new Promise((resolve) => worker.once('exit', resolve));
    },
  };
}

if (!isMainThread && parentPort) {
  const port = parentPort;
  const engine = await openBareEngine();
  port.on('message', (message) => {
    if (message === 'commit') {
      engine.commit();
      port.postMessage('done');
      return;
    }
    engine.close();
    port.close();
  });
  port.postMessage('ready');
}
