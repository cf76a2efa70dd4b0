import { expect, it, onTestFinished } from 'vitest';

import { onTalk, strategy } from '../support/strategy-world.ts';
import { onEveryLab, type TelephoneLab } from '../support/telephone-lab.ts';
import { LabWorld } from './lab-world.ts';

const voice = (name: string, more = ''): string =>
  `<ixn:${name} requestid="r" interactionid="ixnid" ${more}/>`;

onEveryLab('call control by a strategy', (site) => {
  /** A caller whom a strategy has talk with agent 1001, and then does these with. */
  async function talking(does: string[]): Promise<{
    lab: TelephoneLab;
    world: LabWorld;
    phones: Awaited<ReturnType<TelephoneLab['farEnd']>>[];
    caller: ReturnType<TelephoneLab['call']>;
  }> {
    const lab = await site.lab(onTestFinished);
    const phones = [await lab.farEnd('answer_plain'), await lab.farEnd('answer_plain')];
    const documents = { 'dialogs/classic.scxml': strategy(onTalk(does)) };
    const world = await LabWorld.open(lab, { agents: phones, documents });
    onTestFinished((context) => world.close(context));
    const caller = lab.call('8000', '14155550142', ['sil:120']);
    return { lab, world, phones, caller };
  }

  it('holds a call, retrieves it, and transfers it in two steps', async () => {
    const { world, phones, caller } = await talking([
      voice('hold'),
      voice('retrieve'),
      voice('initiatetransfer', `to="'1002'"`),
      voice('completetransfer'),
    ]);
    expect(await world.logsOfCaller(5)).toEqual([
      'interaction.redirect.done',
      'voice.hold.done',
      'voice.retrieve.done',
      'voice.initiatetransfer.done',
      'voice.completetransfer.done',
    ]);
    expect(await phones[0]?.ended).toBe(0);
    await world.interactionThat(({ endedAt }) => endedAt !== null);
    const legs = (await world.store.interactions.live()).map(({ party }) => party);
    expect(legs.sort()).toEqual(['agent', 'caller']);
    await world.hangUpAll();
    expect([await caller.ended, await phones[1]?.ended]).toEqual([0, 0]);
  }, 90_000);

  it('makes a conference of three, which is over for all when the caller is let go of', async () => {
    const { world, phones, caller } = await talking([voice('singlestepconference', `to="'1002'"`)]);
    expect(await world.logsOfCaller(2)).toEqual([
      'interaction.redirect.done',
      'voice.singlestepconference.done',
    ]);
    const record = await world.interactionThat(({ party }) => party === 'caller');
    expect(record.control).toMatchObject({ state: 'conference' });
    await world.ringback.app.switch.kill(record.id, 'NORMAL_CLEARING');
    expect([await caller.ended, await phones[0]?.ended, await phones[1]?.ended]).toEqual([0, 0, 0]);
  }, 90_000);

  it('consults a third in a conference of two steps', async () => {
    const { world } = await talking([
      voice('initiateconference', `to="'1002'"`),
      voice('completeconference'),
    ]);
    expect((await world.logsOfCaller(3)).slice(1)).toEqual([
      'voice.initiateconference.done',
      'voice.completeconference.done',
    ]);
    await world.hangUpAll();
  }, 90_000);
});
