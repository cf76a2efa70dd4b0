import { expect, it, onTestFinished } from 'vitest';

import { onEveryLab } from '../support/telephone-lab.ts';
import { LabWorld } from './lab-world.ts';

onEveryLab('gateways', (site) => {
  it('the customer is rung by the next gateway, in the same attempt, when the first has no line', async () => {
    const lab = await site.lab(onTestFinished);
    const firstGateway = await lab.farEnd('overload_503');
    const customer = await lab.farEnd('answer_human_dtmf1');
    const agent = await lab.farEnd('answer_plain');
    const world = await LabWorld.open(lab, { firstGateway, customer, agents: [agent] });
    onTestFinished((context) => world.close(context));

    await world.book();
    const talking = await world.callbackThat(({ state }) => state === 'PROCESSING');
    expect(talking.attempts).toMatchObject([{ number: 1, result: 'CONNECTED' }]);
    expect([firstGateway.heard()[0], customer.heard()]).toEqual(['INVITE', ['INVITE']]);
    await world.ringback.app.switch.kill(String(talking.interactionId), 'NORMAL_CLEARING');
    expect((await world.callbackThat(({ state }) => state === 'COMPLETED')).reason).toBe('AGENT_CONNECTED');
  }, 90_000);
});
