import { expect, it, onTestFinished } from 'vitest';

import { RawClient } from '../switch/simulated/raw-client.ts';
import { onEveryLab } from '../support/telephone-lab.ts';
import { doorSite } from './door-site.ts';
import { LabWorld } from './lab-world.ts';

const CALLER = '14155550142';

onEveryLab('the loss of a node', (site) => {
  it('one node has a call, and the other one gets the same call when the first is lost', async () => {
    const lab = await site.lab(onTestFinished);
    const [first, second] = [await doorSite(lab), await doorSite(lab, undefined, 1)];
    lab.call('8000', CALLER, ['sil:60']);
    const call = await first.arrived();
    await call.answer();
    const prompt = call.play([{ kind: 'silence', ms: 1_500 }]);
    expect(second.fleet.call(call.id)).toBeUndefined();
    await first.fleet.stop();
    expect(await prompt.done).toEqual({ kind: 'call-ended' });
    const taken = await second.arrived();
    expect(taken).toMatchObject({ id: call.id, answered: true, from: CALLER });
    expect(await taken.play([{ kind: 'silence', ms: 200 }]).done).toEqual({ kind: 'played' });
    await taken.hangup('NORMAL_CLEARING');
  }, 60_000);

  it('a node that stands by takes the dialog over where it was', async () => {
    const lab = await site.lab(onTestFinished);
    const customer = await lab.farEnd('busy_486');
    const first = await LabWorld.open(lab, { customer, options: { _max_dial_attempts: 1 } });
    onTestFinished((context) => first.close(context));
    const caller = lab.call('8000', CALLER, ['sil:5', 'dtmf:1', 'sil:15', 'dtmf:1', 'sil:60']);
    const id = await first.hears('We will call');
    await first.ringback.stop();
    const second = await LabWorld.open(lab, { customer, beside: first });
    onTestFinished((context) => second.close(context));
    expect(await second.hears('We will call')).toBe(id);
    const booked = await second.callbackThat(() => true);
    expect(booked).toMatchObject({ customerNumber: `+${CALLER}`, originatingInteractionId: id });
    expect(await caller.ended).toBe(0);
  }, 90_000);

  it('with no node left the caller is in the live queue', async () => {
    const lab = await site.lab(onTestFinished);
    const esl = await RawClient.ready(lab.eslPort, 'CHANNEL_EXECUTE CHANNEL_HANGUP_COMPLETE');
    onTestFinished(() => void esl.socket.destroy());
    const caller = lab.callAndLeave('8000');
    const queued = await esl.event('CHANNEL_EXECUTE', { Application: 'callcenter' });
    expect(queued).toMatchObject({ 'Application-Data': 'support@default', 'Answer-State': 'answered' });
    expect(await caller.ended).toBe(0);
  }, 60_000);
});
