import { expect, it, onTestFinished } from 'vitest';

import { onEveryLab } from '../support/telephone-lab.ts';
import { LabWorld } from './lab-world.ts';

onEveryLab('agent first', (site) => {
  it('an agent is on the line before the customer is rung; both are told, asked and joined', async () => {
    const lab = await site.lab(onTestFinished);
    const customer = await lab.farEnd('answer_human_dtmf1');
    const agent = await lab.farEnd('answer_plain');
    const world = await LabWorld.open(lab, {
      customer,
      agents: [agent],
      options: { _userterminated_first_connect_party: 'AGENT' },
    });
    onTestFinished((context) => world.close(context));

    await world.book();
    const talking = await world.callbackThat(({ state }) => state === 'PROCESSING');
    expect(talking.attempts).toMatchObject([{ result: 'CONNECTED' }]);
    const legs = await world.store.interactions.live();
    const answeredAt = legs.find(({ party }) => party === 'agent')?.answeredAt;
    expect(answeredAt).toBeLessThanOrEqual(talking.attempts[0]?.startedAt ?? 0);
    expect([agent.heard(), customer.heard()]).toEqual([['INVITE'], ['INVITE']]);
    await world.ringback.app.switch.kill(String(talking.interactionId), 'NORMAL_CLEARING');
    expect((await world.callbackThat(({ state }) => state === 'COMPLETED')).reason).toBe('AGENT_CONNECTED');
    expect([await customer.ended, await agent.ended]).toEqual([0, 0]);
  }, 90_000);
});
