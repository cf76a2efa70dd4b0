import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { cancelCallback } from '../../src/app/cancel-callback.ts';
import { createCallback } from '../../src/app/create-callback.ts';
import { findLab, type Lab } from '../support/freeswitch-lab.ts';
import { LabWorld } from './lab-world.ts';

const found = findLab('cancelling while it rings');

describe.runIf(found)('a callback cancelled while the phone rings, on a real FreeSWITCH', () => {
  const lab = found as Lab;
  beforeAll(() => lab.start(), 300_000);
  afterAll(() => lab.stop());

  it('the phone stops ringing and is not rung again', async () => {
    const customer = await lab.farEnd('noanswer_180');
    const world = await LabWorld.open({ customer: customer.port });
    onTestFinished((context) => world.close(context));

    const { app } = world.ringback;
    const parameters = { _customer_number: '+14155550142' };
    const { id } = await createCallback(app, { service: 'classic', id: null, parameters, kvps: {} });
    const leg = await world.rang;
    expect(await cancelCallback(app, id)).toMatchObject({ state: 'COMPLETED', reason: 'CANCELLED' });

    // The far end's scenario goes to its end only when it hears a CANCEL.
    expect(await customer.ended).toBe(0);
    expect(customer.wire().match(/^(INVITE|CANCEL) /gm)).toEqual(['INVITE ', 'CANCEL ']);
    const over = await world.interactionThat((call) => call.id === leg && call.endedAt !== null);
    expect(over.outcome).toMatchObject({ kind: 'failed', cause: 'ORIGINATOR_CANCEL' });
    expect((await world.store.callbacks.get(id))?.reason).toBe('CANCELLED');
  }, 60_000);
});
