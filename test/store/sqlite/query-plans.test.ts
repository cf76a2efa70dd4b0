import { DatabaseSync } from 'node:sqlite';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

const pathOf = temporaryFolder();
const sources = new URL('../../../src/store/sqlite/', import.meta.url);

/** Statements of a source text that touch a table: texts without a placeholder of TypeScript. */
function statementsOf(source: string): string[] {
  const texts = [...source.matchAll(/'((?:[^'\n\\])*)'|"((?:[^"\n\\])*)"|`((?:[^`\\])*)`/g)];
  return texts
    .map(([, single, double, back]) => (single ?? double ?? back ?? '').trim())
    .filter((text) => /^(SELECT|UPDATE|DELETE FROM|INSERT)\b/.test(text) && !text.includes('${'));
}

/** Tables whose rows are as many as there are agents, queues, sets or keys of the API, and those of SQLite. */
const SMALL =
  /\b(SCAN|USING INDEX) (meta|access_keys|callback_counts|sets|slots|routing_agents|routing_entries|routing_stats|routing_head|sqlite_schema|json_each|wanted|CONSTANT ROW)\b/;

/** A scan that ends at its LIMIT, or an index of the rows that are open. */
const BOUNDED =
  /USING (COVERING )?INDEX (sessions_running|actions_open|interactions_live|interactions_by_age)\b/;

it('callbacks whose time comes are found by their time, however many are SCHEDULED', async () => {
  const path = pathOf('due.db');
  await (await openSqliteStore({ path, threads: false })).close();
  const database = new DatabaseSync(path);
  const source = readFileSync(fileURLToPath(new URL('callback-reads.ts', sources)), 'utf8');
  const waiting = statementsOf(source).filter((sql) => sql.includes("state = 'SCHEDULED'"));
  const plans = waiting.map((sql) =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((step) => String(step['detail'])),
  );
  database.close();
  expect(plans).toHaveLength(2);
  for (const plan of plans) expect(plan.join()).toContain('INDEX callbacks_due');
});

it('no statement reads the whole of a table that grows', async () => {
  const path = pathOf('plans.db');
  await (await openSqliteStore({ path, threads: false })).close();
  const database = new DatabaseSync(path);
  const files = readdirSync(sources).filter((name) => !/^(schema|migrate)\.ts$/.test(name));
  const statements = files.flatMap((name) =>
    statementsOf(readFileSync(fileURLToPath(new URL(name, sources)), 'utf8')),
  );
  expect(statements.length).toBeGreaterThan(40);
  const scans = statements.flatMap((sql) =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((step) => String(step['detail']))
      .filter((detail) => detail.startsWith('SCAN') && !SMALL.test(detail) && !BOUNDED.test(detail))
      .map((detail) => `${detail}: ${sql}`),
  );
  database.close();
  expect(scans).toEqual([]);
});
