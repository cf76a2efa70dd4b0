import { expect, it, onTestFinished } from 'vitest';

import { onEveryLab } from '../support/telephone-lab.ts';
import { LabWorld } from './lab-world.ts';

const CALLER = '14155550142';

onEveryLab('Ringback restarted in the middle of the offer', (site) => {
  it('the caller comes back by the second line of the dialplan and books as if nothing had been', async () => {
    const lab = await site.lab(onTestFinished);
    const customer = await lab.farEnd('busy_486');
    const world = await LabWorld.open(lab, { customer, options: { _max_dial_attempts: 1 } });
    onTestFinished((context) => world.close(context));

    const caller = lab.call('8000', CALLER, ['sil:5', 'dtmf:1', 'sil:12', 'dtmf:1', 'sil:60']);
    const id = await world.hears('We will call');
    const before = await world.store.interactions.get(id);
    await world.restart();
    // The same call, asked the same question again: the answer given before is kept.
    expect(await world.hears('We will call')).toBe(id);

    const booked = await world.callbackThat(() => true);
    expect(booked).toMatchObject({ customerNumber: `+${CALLER}`, originatingInteractionId: id });
    expect(await caller.ended).toBe(0);
    const over = await world.interactionThat((call) => call.id === id && call.endedAt !== null);
    expect(over.outcome).toMatchObject({ kind: 'rejected', reason: 'Callback' });
    expect(over.sessionId).toBe(before?.sessionId);
  }, 90_000);
});
