import { expect, it, onTestFinished } from 'vitest';

import { onEveryLab } from '../support/telephone-lab.ts';
import { LabWorld } from './lab-world.ts';

onEveryLab('agents', (site) => {
  it('an agent is held before the customer is rung, and the two talk', async () => {
    const lab = await site.lab(onTestFinished);
    const customer = await lab.farEnd('answer_human_dtmf1');
    const agent = await lab.farEnd('answer_plain');
    const world = await LabWorld.open(lab, {
      customer,
      agents: [agent],
      options: { _reserve_before_dial: true },
    });
    onTestFinished((context) => world.close(context));

    const { app, router } = world.ringback;
    await world.book();
    await world.rang;
    expect(router.state().agents.map(({ state }) => state)).toContain('reserved');
    const talking = await world.callbackThat(({ state }) => state === 'PROCESSING');
    expect(talking.attempts).toMatchObject([{ result: 'CONNECTED' }]);
    expect(agent.heard()).toEqual(['INVITE']);
    await app.switch.kill(String(talking.interactionId), 'NORMAL_CLEARING');
    expect((await world.callbackThat(({ state }) => state === 'COMPLETED')).reason).toBe('AGENT_CONNECTED');
    expect([await customer.ended, await agent.ended]).toEqual([0, 0]);
  }, 60_000);

  it('an agent who does not take the call is rung no more, and the customer goes to another one', async () => {
    const lab = await site.lab(onTestFinished);
    const customer = await lab.farEnd('answer_human_dtmf1');
    const [absent, present] = [await lab.farEnd('noanswer_180'), await lab.farEnd('answer_plain')];
    const world = await LabWorld.open(lab, { customer, agents: [absent, present] });
    onTestFinished((context) => world.close(context));

    const { app, router } = world.ringback;
    await world.book();
    const talking = await world.callbackThat(({ state }) => state === 'PROCESSING');
    expect([absent.heard(), present.heard()]).toEqual([['INVITE', 'CANCEL'], ['INVITE']]);
    expect(router.state().agents.find(({ id }) => id === '1001')?.state).toBe('not-ready');
    await app.switch.kill(String(talking.interactionId), 'NORMAL_CLEARING');
    expect((await world.callbackThat(({ state }) => state === 'COMPLETED')).reason).toBe('AGENT_CONNECTED');
  }, 120_000);
});
