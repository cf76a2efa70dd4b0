import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { secretId } from '../core/ids.ts';
import type { Random } from '../core/random.ts';
import type { Store } from '../store/store.ts';

/**
 * What makes the addresses of dialog runs unguessable: made once, kept in the store, the same on every node. Servers
 * before kept it as the file `secret` in the data folder: the store takes that over, and the file goes.
 *
 * @throws STORE_DOWN; then the file is still there
 */
export async function dialogSecret(
  store: Pick<Store, 'secrets'>,
  { folder, random }: { folder: string; random: Random },
): Promise<string> {
  const file = join(folder, 'secret');
  const before = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  const kept = await store.secrets.keep({ name: 'dialog-runs', value: before || secretId(random) });
  rmSync(file, { force: true });
  return kept;
}
