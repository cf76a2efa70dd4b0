import type { ConfigurationGround } from '../callback/configuration-ground.ts';
import type { Clock } from '../core/clock.ts';
import type { Store } from '../store/store.ts';

/** Makes a revision that leaves the file as it is, unless the newest one does. Those before stay, to go back to. */
export async function setRevisionsAside(parts: {
  store: Pick<Store, 'revisions'>;
  clock: Clock;
  ground: ConfigurationGround;
}): Promise<void> {
  const { revisions } = parts.store;
  const head = await revisions.head();
  const newest = await revisions.get(head);
  if (!newest || Object.keys(newest.patch).length === 0) return;
  await revisions.add({
    no: head + 1,
    at: parts.clock.now(),
    author: 'command line',
    reason: 'started with --from-file',
    ground: parts.ground.hash,
    patch: {},
    changes: [{ pointer: '', from: newest.patch }],
  });
}
