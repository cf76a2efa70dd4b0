import { expect, it } from 'vitest';

import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { callback, create } from '../conformance/make.ts';
import { temporaryFolder } from './temporary-folder.ts';

const pathOf = temporaryFolder();

it('one callback is looked up while a long list is read, and is as it was last acknowledged', async () => {
  const store = await openSqliteStore({ path: pathOf('look-ups.db'), threads: true });
  for (let n = 0; n < 50; n++) await store.callbacks.create(create(callback(`c${n}`)));
  const answered: string[] = [];
  const list = store.callbacks.find({ limit: 1_000 }).then(() => answered.push('list'));
  expect(await store.callbacks.get('c49')).toEqual(callback('c49'));
  answered.push('one');
  await list;
  expect(answered).toEqual(['one', 'list']);
  await store.close();
});
