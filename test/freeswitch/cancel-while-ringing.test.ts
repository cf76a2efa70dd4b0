import { expect, it, onTestFinished } from 'vitest';

import { cancelCallback } from '../../src/app/cancel-callback.ts';
import { onEveryLab } from '../support/telephone-lab.ts';
import { LabWorld } from './lab-world.ts';

onEveryLab('a callback cancelled while the phone rings', (site) => {
  it('the phone stops ringing and is not rung again', async () => {
    const lab = await site.lab(onTestFinished);
    const customer = await lab.farEnd('noanswer_180');
    const world = await LabWorld.open(lab, { customer });
    onTestFinished((context) => world.close(context));

    const { id } = await world.book();
    const leg = await world.rang;
    expect(await cancelCallback(world.ringback.app, id)).toMatchObject({
      state: 'COMPLETED',
      reason: 'CANCELLED',
    });

    // The far end's scenario goes to its end only when it hears a CANCEL.
    expect(await customer.ended).toBe(0);
    expect(customer.heard()).toEqual(['INVITE', 'CANCEL']);
    const over = await world.interactionThat((call) => call.id === leg && call.endedAt !== null);
    expect(over.outcome).toMatchObject({ kind: 'failed', cause: 'ORIGINATOR_CANCEL' });
    expect((await world.store.callbacks.get(id))?.reason).toBe('CANCELLED');
  }, 60_000);
});
