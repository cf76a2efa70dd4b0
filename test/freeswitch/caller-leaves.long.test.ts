import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { findLab, type Lab } from '../support/freeswitch-lab.ts';
import { LabWorld } from './lab-world.ts';

const found = findLab('a caller who leaves');
/** Nobody is ever dialled there. */
const NOBODY = 9;

describe.runIf(found)('a caller on a real FreeSWITCH who hangs up in the middle of the offer', () => {
  const lab = found as Lab;
  beforeAll(() => lab.start(), 300_000);
  afterAll(() => lab.stop());

  it('has abandoned the call, and is not called back', async () => {
    const world = await LabWorld.open({ customer: NOBODY });
    onTestFinished((context) => world.close(context));

    const caller = lab.callAndLeave('8000');
    expect(await caller.ended).toBe(0);
    const over = await world.interactionThat(({ endedAt }) => endedAt !== null);
    expect(over).toMatchObject({
      direction: 'inbound',
      outcome: { kind: 'abandoned', cause: 'NORMAL_CLEARING' },
    });
    await world.sessionsOver();
    expect((await world.store.callbacks.find({ limit: 1 })).records).toEqual([]);
    expect(world.ringback.router.state().entries).toEqual([]);
  }, 60_000);
});
