import { describe, expect, it } from 'vitest';

import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { startChild } from './child.ts';
import { temporaryFolder } from './temporary-folder.ts';

const pathOf = temporaryFolder();

/** Acknowledgements after which the process is killed. */
const MOMENTS = [1, 40, 400];

describe('a process killed while it commits', () => {
  it.each(MOMENTS)(
    'after %d acknowledgements, loses none of them and leaves no half of a step',
    async (moment) => {
      const path = pathOf(`killed-${moment}.db`);
      const child = startChild(new URL('./committing-program.ts', import.meta.url), path);
      const lines: string[] = [];
      while (lines.length < moment) lines.push((await child.line())!);
      const dead = child.kill();
      for (let line = await child.line(); line !== null; line = await child.line()) lines.push(line);
      await dead;

      const acknowledged = new Map<string, number>();
      for (const line of lines) acknowledged.set(line.split(' ')[0]!, Number(line.split(' ')[1]));
      const store = await openSqliteStore({ path, threads: true });
      const told = new Set((await store.sessions.inbox('listener')).map(({ id }) => id));
      for (const [id, seq] of acknowledged) {
        const stored = await store.sessions.get(id);
        const journal = await store.sessions.journal(id);
        expect(stored!.seq).toBeGreaterThanOrEqual(seq);
        expect(stored!.snapshot).toBe(`{"after":${stored!.seq}}`);
        expect(journal.map((entry) => entry.seq)).toEqual(journal.map((_, index) => index + 1));
        expect(journal).toHaveLength(stored!.seq);
        expect((await store.outbox.openOf(id)).map((action) => action.seq)).toEqual(
          journal.map((entry) => entry.seq),
        );
        for (const entry of journal) expect(told).toContain(entry.event!.id);
        const taken = new Set(journal.map((entry) => entry.event!.id));
        for (const waiting of await store.sessions.inbox(id)) expect(taken).not.toContain(waiting.id);
      }
      await store.close();
    },
  );
});
