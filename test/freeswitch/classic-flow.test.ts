import { expect, it, onTestFinished } from 'vitest';

import { onEveryLab } from '../support/telephone-lab.ts';
import { LabWorld } from './lab-world.ts';

const CALLER = '14155550142';

onEveryLab('the classic flow', (site) => {
  it('a caller who presses 1 is released for Callback, rung back once, presses 1 and talks to an agent', async () => {
    const lab = await site.lab(onTestFinished);
    const customer = await lab.farEnd('answer_human_dtmf1');
    const agent = await lab.farEnd('answer_plain');
    const world = await LabWorld.open(lab, { customer, agents: [agent] });
    onTestFinished((context) => world.close(context));

    const caller = lab.call('8000', CALLER, ['sil:6', 'dtmf:1', 'sil:8', 'dtmf:1', 'sil:60']);
    expect(await caller.ended).toBe(0);
    const accepted = await world.callbackThat(() => true);
    expect(accepted.customerNumber).toBe(`+${CALLER}`);
    const talking = await world.callbackThat(({ state }) => state === 'PROCESSING' || state === 'COMPLETED');
    expect(talking).toMatchObject({ state: 'PROCESSING', attempts: [{ result: 'CONNECTED' }] });
    const origin = await world.store.interactions.get(String(talking.originatingInteractionId));
    expect(origin?.outcome).toMatchObject({ kind: 'rejected', reason: 'Callback' });
    // One has but one phone: it is not rung while the first call is still on it.
    const back = await world.store.interactions.get(String(talking.interactionId));
    expect(back?.arrivedAt).toBeGreaterThanOrEqual(Number(origin?.endedAt));
    await world.ringback.app.switch.kill(String(talking.interactionId), 'NORMAL_CLEARING');
    expect((await world.callbackThat(({ state }) => state === 'COMPLETED')).reason).toBe('AGENT_CONNECTED');
    // Both phones hear the end, and each was rung by one INVITE.
    expect([await customer.ended, await agent.ended]).toEqual([0, 0]);
    expect(customer.heard()).toEqual(['INVITE', 'BYE']);
  }, 120_000);
});
