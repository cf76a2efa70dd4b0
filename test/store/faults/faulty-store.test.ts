import { describe, expect, it } from 'vitest';

import { seededRandom } from '../../../src/core/random.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { fact } from '../conformance/make.ts';
import { faultyStore } from './faulty-store.ts';

describe('the store behind a failing connection', () => {
  it('lets writes happen and answers, or loses the answer, or loses the write, and loses some reads', async () => {
    const store = await openSqliteStore({ path: ':memory:', threads: false });
    const faulty = faultyStore(store, seededRandom(1));
    const fates = { 'answered, done': 0, 'answered, not done': 0, 'lost, done': 0, 'lost, not done': 0 };
    let lostReads = 0;
    for (let n = 0; n < 300; n++) {
      const id = `f${n}`;
      const said = await faulty.facts.add([fact(id, { callbackId: id })]).then(
        () => 'answered' as const,
        () => 'lost' as const,
      );
      const done = (await store.facts.ofCallback(id)).length === 1 ? 'done' : 'not done';
      fates[`${said}, ${done}`]++;
      await faulty.facts.ofCallback(id).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'STORE_DOWN' });
        lostReads++;
      });
    }
    await store.close();
    expect(fates['answered, not done']).toBe(0);
    for (const some of [fates['answered, done'], fates['lost, done'], fates['lost, not done'], lostReads])
      expect(some).toBeGreaterThan(15);
  });
});
