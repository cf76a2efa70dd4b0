import { expect, it, onTestFinished } from 'vitest';

import { RawClient } from '../switch/simulated/raw-client.ts';
import { eventually } from '../support/eventually.ts';
import { onEveryLab } from '../support/telephone-lab.ts';
import { doorSite } from './door-site.ts';

onEveryLab('rejections', (site) => {
  it.each<[string, boolean, string[], object]>([
    ['before the answer is refused with 603', false, ['603'], { 'Hangup-Cause': 'CALL_REJECTED' }],
    ['after it is hung up', true, ['200', 'BYE'], { 'Hangup-Cause': 'CALL_REJECTED' }],
  ])(
    'a call rejected %s, and its record says Callback',
    async (_, answered, heard, end) => {
      const lab = await site.lab(onTestFinished);
      const { arrived, ended } = await doorSite(lab);
      const cdr = await RawClient.ready(lab.eslPort, 'CHANNEL_HANGUP_COMPLETE');
      onTestFinished(() => void cdr.socket.destroy());
      const caller = lab.call('8000', '14155550142', ['sil:30']);
      const call = await arrived();
      if (answered) await call.answer();
      await call.attach({ _CB_TYPE: 'IMMEDIATE', order: "O'Brien, 7; x=y" });
      await call.reject({ cause: 'CALL_REJECTED', reason: 'Callback' });
      await caller.ended;
      expect(caller.heard()).toEqual(heard);
      expect(await cdr.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': call.id })).toMatchObject({
        ...end,
        variable_ringback_outcome: 'rejected',
        variable_ringback_reason: 'Callback',
        variable_sip_reason: 'SIP;cause=603;text="Callback"',
        variable__CB_TYPE: 'IMMEDIATE',
        variable_ringback_data_order: "O'Brien, 7; x=y",
      });
      expect(await eventually(() => ended[0])).toMatchObject({ id: call.id, answered });
    },
    60_000,
  );
});
