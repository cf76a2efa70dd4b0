import { expect, it, onTestFinished } from 'vitest';

import { onEveryLab } from '../support/telephone-lab.ts';
import { LabWorld } from './lab-world.ts';

onEveryLab('a restart of the switch', (site) => {
  it('a switch that dies while a customer is rung costs that attempt; the next one reaches the customer', async () => {
    const lab = await site.lab(onTestFinished);
    const customer = await lab.farEnd('noanswer_180');
    const agent = await lab.farEnd('answer_plain');
    const options = { _max_dial_attempts: 2, _dial_retry_timeout: 2, _dial_timeout: 30 };
    const world = await LabWorld.open(lab, { customer, agents: [agent], options });
    onTestFinished((context) => world.close(context));

    const { app } = world.ringback;
    await world.book();
    await world.rang;
    const again = await lab.farEnd('answer_human_dtmf1');
    world.customerIs(again);
    await lab.restart();
    const talking = await world.callbackThat(({ state }) => state === 'PROCESSING');
    expect(talking.attempts.map(({ result }) => result)).toEqual(['UNKNOWN', 'CONNECTED']);
    // By the customers' own count: each attempt rang once.
    expect([customer.heard(), again.heard()]).toEqual([['INVITE'], ['INVITE']]);
    await app.switch.kill(String(talking.interactionId), 'NORMAL_CLEARING');
    expect((await world.callbackThat(({ state }) => state === 'COMPLETED')).reason).toBe('AGENT_CONNECTED');
  }, 120_000);

  it('while the switch is away nothing is dialled, and what was due is dialled once when it is back', async () => {
    const lab = await site.lab(onTestFinished);
    const customer = await lab.farEnd('busy_486');
    const world = await LabWorld.open(lab, { customer, options: { _max_dial_attempts: 1 } });
    onTestFinished((context) => world.close(context));

    const back = lab.restart();
    await world.healthThat((up) => !up);
    await world.book();
    await back;
    const done = await world.callbackThat(({ state }) => state === 'COMPLETED');
    expect(done).toMatchObject({ reason: 'FAIL_CALL_TO_CUSTOMER', attempts: [{ result: 'BUSY' }] });
    expect(customer.heard()).toEqual(['INVITE']);
  }, 120_000);
});
