import { expect, it, onTestFinished } from 'vitest';

import { onEveryLab } from '../support/telephone-lab.ts';
import { doorSite } from './door-site.ts';

const CALLERS = ['X-Segment: gold, 50% off', 'x-Order: 7', 'User-to-User: 7ac3bc726963683b37;encoding=hex'];
const ours = { 'X-Subject': "Zo\u00eb's invoice, no. 7; {x}", 'User-to-User': 'z\u00fcrich;7' };
const asWritten = 'z\u00fcrich;7';
const hex = `${Buffer.from(asWritten).toString('hex')};encoding=hex`;

onEveryLab('headers', (site) => {
  it('headers of a caller come in as user data, whatever their case', async () => {
    const lab = await site.lab(onTestFinished);
    const { arrived } = await doorSite(lab);
    const caller = lab.call('8000', '14155550142', ['sil:30'], CALLERS);
    const call = await arrived();
    expect(call.userData).toMatchObject({
      'X-Segment': 'gold, 50% off',
      'X-Order': '7',
      'User-to-User': 'z\u00fcrich;7',
    });
    await call.hangup('NORMAL_CLEARING');
    await caller.ended;
  }, 60_000);

  it('a leg that we dial has its headers, as they were meant', async () => {
    const lab = await site.lab(onTestFinished);
    const agent = await lab.farEnd('busy_486');
    const { fleet } = await doorSite(lab, agent);
    const callerId = { number: '+12025550100', name: 'Ringback' };
    const to = { kind: 'number', number: '+14155550177' } as const;
    const id = crypto.randomUUID();
    await fleet.dial({ id, to, callerId, timeoutS: 10, variables: {}, headers: ours });
    await agent.ended;
    // Quotes and braces have a meaning where variables are listed.
    expect(agent.header('X-Subject')).toBe('Zo\u00eb\u2019s invoice, no. 7; (x)');
    expect(agent.header('User-to-User')).toBe(hex);
  }, 60_000);

  it('headers attached to a caller go with the leg that the switch dials for it', async () => {
    const lab = await site.lab(onTestFinished);
    const far = await lab.farEnd('busy_486');
    const { arrived } = await doorSite(lab, far);
    const caller = lab.call('8000', '14155550142', ['sil:30'], ['X-Segment: gold']);
    const call = await arrived();
    await call.answer();
    await call.attach({}, ours);
    const to = { kind: 'number', number: '+14155550177' } as const;
    const order = { kind: 'bridge', to, timeoutS: 10, maxTimeMs: null, audio: null, variables: {} } as const;
    expect(await call.transfer({ ...order, headers: { 'X-AAI': 'from the page' } }).done).toMatchObject({
      kind: 'failed',
      cause: 'USER_BUSY',
    });
    expect(far.header('X-Subject')).toBe("Zo\u00eb's invoice, no. 7; {x}");
    expect(far.header('User-to-User')).toBe(hex);
    expect(far.header('X-Segment')).toBe('gold');
    expect(far.header('X-AAI')).toBe('from the page');
    await call.hangup('NORMAL_CLEARING');
    await caller.ended;
  }, 60_000);

  it.each([
    ['refusal', false],
    ['BYE', true],
  ])(
    'the %s of a caller has the headers attached',
    async (_, answered) => {
      const lab = await site.lab(onTestFinished);
      const { arrived } = await doorSite(lab);
      const caller = lab.call('8000', '14155550142', ['sil:30']);
      const call = await arrived();
      if (answered) await call.answer();
      await call.attach({ _CB_SERVICE_ID: 'c-1' }, { 'X-Callback': 'c-1', 'User-to-User': 'c-1' });
      await call.reject({ cause: 'CALL_REJECTED', reason: 'Callback' });
      await caller.ended;
      expect(caller.header('X-Callback')).toBe('c-1');
      expect(caller.header('User-to-User')).toBe('632d31;encoding=hex');
    },
    60_000,
  );
});
