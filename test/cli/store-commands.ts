import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, vi } from 'vitest';

import { program } from '../../src/cli/program.ts';
import { archiveKinds, type ArchiveRow } from '../../src/store/archive.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import * as make from '../store/conformance/make.ts';

/** A folder of its own for each test of the file, and the commands that work on stores in it. */
export function storeCommands() {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringback-copies-'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });
  const pathOf = (name: string): string => join(folder, name);

  /** What `ringback <words>` says on standard output and standard error, with the data folder `data`. */
  const ringback = async (data: string, ...words: string[]): Promise<{ out: string; err: string }> => {
    vi.stubEnv('RINGBACK_DATA', pathOf(data));
    let out = '';
    let err = '';
    vi.spyOn(console, 'log').mockImplementation((line: string) => void (out += `${line}\n`));
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      err += String(text);
      return true;
    });
    try {
      await program().parseAsync(words, { from: 'user' });
    } finally {
      vi.restoreAllMocks();
    }
    return { out, err };
  };

  /** Something done with the store of a data folder, by its owner. */
  const within = async <Result>(data: string, work: (store: Store) => Promise<Result>): Promise<Result> => {
    const store = await openSqliteStore({ path: pathOf(`${data}/ringback.sqlite`), threads: false });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  return { pathOf, ringback, within };
}

/** Callbacks with a slot, a session, a fact; some of every other kind. */
export async function fill(store: Store, callbacks: number): Promise<void> {
  for (let n = 0; n < callbacks; n++) {
    const slot = { service: 'classic', slotAt: make.T0, capacity: callbacks };
    const start = make.session(`s${n}`, { callbackId: `c${n}` }, [make.event('e1'), make.event('e2')]);
    // U+2028 ends a line to some.
    const record = make.callback(`c${n}`, { userData: { note: `one\u2028two\n"three" ☎ ${n}` } });
    await store.callbacks.create(
      make.create(record, { slot, session: start, facts: [make.fact(`f${n}`, { callbackId: `c${n}` })] }),
    );
    await store.sessions.commit(
      make.step(`s${n}`, 0, make.event('e1'), {
        actions: [make.action(`a${n}`, `s${n}`)],
        timers: { set: [make.timer(`s${n}`, 'retry', make.T0 + 5)], clear: [] },
      }),
    );
  }
  await store.interactions.add(make.interaction('i1'));
  await store.dialogRuns.open(make.dialogRun('k1'));
  await store.utterances.keep(make.utterance('u1'));
  await store.deposits.put(0, make.deposit('d1'));
  const stats = [{ queue: 'classic', handleMs: 1234.5, handled: 1 }];
  const change = { ...make.noChange, agents: [make.agent('1001')], entries: [make.entry('e1')], stats };
  await store.routing.commit(make.routing('m1', 0, { change }));
  await store.sets.publish({ hash: 'h1', publishedAt: make.T0, files: { 'dialogs/x.yaml': 'say: hello' } });
  await store.secrets.keep({ name: 'dialog-runs', value: 'guess me' });
  await store.revisions.add(make.revision(1));
  await store.keys.put(0, make.accessKey('ada'));
  await store.doNotCall.put(0, make.barredNumber('+14155550100'));
  const claims = [{ scope: 'per-day', key: '+1', windows: [{ lengthMs: 86_400_000, limit: 2 }] }];
  await store.throttles.take({ id: 't1', at: make.T0, claims });
}

/** All there is in a store. */
export async function everything(store: Store): Promise<ArchiveRow[]> {
  const { rows, cursor } = await store.archive.read(null, 100_000);
  if (cursor !== null || new Set(rows.map(({ kind }) => kind)).size < archiveKinds.length)
    throw new Error('the store is too full or too empty for this test');
  return rows;
}
