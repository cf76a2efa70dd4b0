import { callEnded } from './call-ended.ts';
import type { App } from './ports.ts';
import type { Router } from './router.ts';

/**
 * A call that is up has lost its door and came to no other: it can be neither heard nor spoken to. A customer who was
 * called is hung up on. A caller who rang in goes on by the dialplan, to the live queue, and waits there: the place here
 * is given up, lest agent after agent is rung for it. Whoever talks does not need a door, and is left alone.
 *
 * @returns whether nobody here has anything to do with the call any more
 * @throws STORE_DOWN
 */
export async function callLost(app: App, router: Pick<Router, 'send'>, id: string): Promise<boolean> {
  const { interactions } = app.store;
  const leg = await interactions.get(id);
  if (!leg || leg.endedAt !== null) return true;
  const other = leg.bridgedWith === null ? null : await interactions.get(leg.bridgedWith);
  if (other?.endedAt === null || leg.control || leg.thirdOf !== undefined) return false;
  if (leg.direction === 'outbound') {
    await app.switch.kill(id, 'NORMAL_TEMPORARY_FAILURE');
    return false;
  }
  // By us: it is not the caller who has given up.
  const end = {
    cause: 'DOOR_LOST',
    sipStatus: null,
    answered: leg.answeredAt !== null,
    hungUpBy: 'us',
  } as const;
  await callEnded(app, router, { id, at: app.clock.now(), ...end });
  return true;
}
