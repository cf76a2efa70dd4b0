import { expect, it, onTestFinished } from 'vitest';

import type { TransferOrder } from '../../src/switch/switch.ts';
import { eventually } from '../support/eventually.ts';
import { onEveryLab } from '../support/telephone-lab.ts';
import { doorSite } from './door-site.ts';

const order = (more: Partial<TransferOrder> = {}): TransferOrder => ({
  kind: 'bridge',
  to: { kind: 'number', number: '+14155550177' },
  ...{ timeoutS: 10, maxTimeMs: null, audio: null, variables: {} },
  ...more,
});

onEveryLab('transfers', (site) => {
  it.each<[string, Partial<TransferOrder>, object]>([
    ['answer_hangup', {}, { kind: 'talked', end: 'far-end', cause: 'NORMAL_CLEARING' }],
    ['answer_plain', { maxTimeMs: 1_500 }, { kind: 'talked', end: 'maxtime' }],
    ['busy_486', {}, { kind: 'failed', cause: 'USER_BUSY' }],
    ['noanswer_180', { timeoutS: 2 }, { kind: 'failed', cause: 'NO_ANSWER' }],
    ['overload_503', {}, { kind: 'failed', cause: 'NORMAL_TEMPORARY_FAILURE' }],
    ['notfound_404', { kind: 'consultation' }, { kind: 'failed', cause: 'UNALLOCATED_NUMBER' }],
  ])(
    'a caller bridged to %s comes back, and why is told',
    async (scenario, more, outcome) => {
      const lab = await site.lab(onTestFinished);
      const far = await lab.farEnd(scenario);
      const { arrived } = await doorSite(lab, far);
      lab.call('8000', '14155550142', ['sil:60']);
      const call = await arrived();
      await call.answer();
      expect(await call.transfer(order(more)).done).toMatchObject(outcome);
      expect(call.ended).toBe(false);
      expect(await call.play([{ kind: 'silence', ms: 200 }]).done).toEqual({ kind: 'played' });
      await call.hangup('NORMAL_CLEARING');
    },
    60_000,
  );

  it('a key of the caller ends a bridge; a caller who leaves takes the far end along', async () => {
    const lab = await site.lab(onTestFinished);
    const far = await lab.farEnd('answer_plain');
    const { arrived } = await doorSite(lab, far);
    lab.call('8000', '14155550142', ['sil:3', 'dtmf:9', 'sil:60']);
    const call = await arrived();
    await call.answer();
    const transfer = call.transfer(order());
    call.onKey(() => void transfer.stop());
    expect(await transfer.done).toMatchObject({ kind: 'talked', end: 'stopped' });
    expect(await far.ended).toBe(0);
    const ringing = call.transfer(order());
    lab.clock.at(lab.clock.now() + 500, () => void call.hangup('NORMAL_CLEARING'));
    expect((await ringing.done).kind).not.toBe('transferred');
  }, 60_000);

  it('a caller sent off blindly is the switch’s own, until the far end hangs up', async () => {
    const lab = await site.lab(onTestFinished);
    const far = await lab.farEnd('answer_hangup');
    const { arrived, ended } = await doorSite(lab, far);
    const caller = lab.call('8000', '14155550142', ['sil:60']);
    const call = await arrived();
    await call.answer();
    expect(await call.transfer(order({ kind: 'blind' })).done).toEqual({ kind: 'transferred' });
    expect(call.ended).toBe(true);
    expect(await caller.ended).toBe(0);
    await eventually(() => ended.length);
    expect(ended).toMatchObject([{ id: call.id, answered: true }]);
  }, 60_000);

  it('a caller sent off blindly goes by the next gateway where the first one refuses for itself', async () => {
    const lab = await site.lab(onTestFinished);
    const [full, far] = [await lab.farEnd('overload_503'), await lab.farEnd('answer_hangup')];
    const { arrived } = await doorSite(lab, [full, far]);
    const caller = lab.call('8000', '14155550142', ['sil:60']);
    const call = await arrived();
    await call.answer();
    expect(await call.transfer(order({ kind: 'blind' })).done).toEqual({ kind: 'transferred' });
    expect(await caller.ended).toBe(0);
    expect([full.heard()[0], far.heard()[0]]).toEqual(['INVITE', 'INVITE']);
  }, 60_000);

  it('a caller sent off blindly is hung up by the switch when the far end rings and refuses', async () => {
    const lab = await site.lab(onTestFinished);
    const { arrived, ended } = await doorSite(lab, await lab.farEnd('busy_486'));
    const caller = lab.call('8000', '14155550142', ['sil:60']);
    const call = await arrived();
    await call.answer();
    expect(await call.transfer(order({ kind: 'blind' })).done).toEqual({ kind: 'transferred' });
    expect(await caller.ended).toBe(0);
    await eventually(() => ended.length);
    expect(ended).toMatchObject([{ id: call.id, cause: 'USER_BUSY' }]);
  }, 60_000);

  it('a caller sent off blindly to a number that is not there comes back', async () => {
    const lab = await site.lab(onTestFinished);
    const { arrived } = await doorSite(lab, await lab.farEnd('notfound_404'));
    lab.call('8000', '14155550142', ['sil:60']);
    const call = await arrived();
    await call.answer();
    const outcome = await call.transfer(order({ kind: 'blind' })).done;
    expect(outcome).toEqual({ kind: 'failed', cause: 'UNALLOCATED_NUMBER' });
    expect(await call.play([{ kind: 'silence', ms: 200 }]).done).toEqual({ kind: 'played' });
    await call.hangup('NORMAL_CLEARING');
  }, 60_000);
});
