import { expect, it, onTestFinished } from 'vitest';

import { eventually } from '../support/eventually.ts';
import { onEveryLab } from '../support/telephone-lab.ts';
import { doorSite } from './door-site.ts';

const listening = { avmd: false, tones: 'cpd', amd: null, early: true };
const request = {
  to: { kind: 'number', number: '+14155550177' },
  ...{ callerId: { number: '+12025550100', name: '' }, timeoutS: 20, variables: {} },
} as const;

onEveryLab('tones of the network while it rings', (site) => {
  it.each([
    ['early_inband_busy', 'USER_BUSY'],
    ['early_sit_404', 'NO_ROUTE_DESTINATION'],
  ])(
    'a leg that %s says is over is over, with that cause',
    async (name, cause) => {
      const lab = await site.lab(onTestFinished);
      const { fleet, ended } = await doorSite(lab, await lab.farEnd(name), 0, listening);
      const id = crypto.randomUUID();
      await fleet.dial({ ...request, id });
      await eventually(() => ended.length > 0);
      expect(ended).toMatchObject([{ id, cause, answered: false, hungUpBy: 'us' }]);
    },
    60_000,
  );

  it('a phone whose ringing tone is heard before it answers is not taken for one of these', async () => {
    const lab = await site.lab(onTestFinished);
    const { fleet, arrived, ended } = await doorSite(lab, await lab.farEnd('early_answer'), 0, listening);
    const id = crypto.randomUUID();
    await fleet.dial({ ...request, id });
    const call = await arrived();
    expect(call).toMatchObject({ id, answered: true });
    expect(ended).toEqual([]);
    await call.hangup('NORMAL_CLEARING');
  }, 60_000);

  it('nobody listens unless told to', async () => {
    const lab = await site.lab(onTestFinished);
    const { fleet, ended } = await doorSite(lab, await lab.farEnd('early_inband_busy'));
    const id = crypto.randomUUID();
    await fleet.dial({ ...request, id, timeoutS: 4 });
    await eventually(() => ended.length > 0);
    expect(ended).toMatchObject([{ id, cause: 'NO_ANSWER' }]);
  }, 60_000);
});
