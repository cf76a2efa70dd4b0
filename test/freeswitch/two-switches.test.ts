import { expect, it, onTestFinished } from 'vitest';

import { onEveryLab } from '../support/telephone-lab.ts';
import { LabWorld } from './lab-world.ts';

onEveryLab('two switches', (site) => {
  it('callers come in by both, and callbacks go out by the one that is left when the other is gone', async () => {
    const lab = await site.lab(onTestFinished);
    const second = await site.second(lab, onTestFinished);
    const customer = await lab.farEnd('busy_486');
    const world = await LabWorld.open(lab, { second, customer, options: { _max_dial_attempts: 1 } });
    onTestFinished((context) => world.close(context));

    const callers = [lab.callAndLeave('8000'), second.callAndLeave('8000')];
    for (const name of ['lab', 'second'])
      expect(
        await world.interactionThat((call) => call.switchName === name && call.endedAt !== null),
      ).toMatchObject({
        outcome: { kind: 'abandoned' },
      });
    expect(await Promise.all(callers.map(({ ended }) => ended))).toEqual([0, 0]);

    const down = second.restart();
    await world.healthThat((up, name) => name === 'second' && !up);
    await world.book();
    const done = await world.callbackThat(({ state }) => state === 'COMPLETED');
    expect(done).toMatchObject({ attempts: [{ result: 'BUSY', detail: 'USER_BUSY 486' }] });
    expect(customer.heard()).toEqual(['INVITE']);
    await down;
    await world.healthThat((up, name) => name === 'second' && up);
  }, 180_000);
});
