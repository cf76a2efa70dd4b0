import { expect, it, onTestFinished } from 'vitest';

import { onEveryLab } from '../support/telephone-lab.ts';
import { LabWorld } from './lab-world.ts';

onEveryLab('a caller who hangs up in the middle of the offer', (site) => {
  it('has abandoned the call, and is not called back', async () => {
    const lab = await site.lab(onTestFinished);
    const world = await LabWorld.open(lab, {});
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
