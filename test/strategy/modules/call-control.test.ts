import { afterEach, describe, expect, it } from 'vitest';

import { CUSTOMER } from '../../support/behaviours.ts';
import { logsOfCall, onTalk, strategyWorld } from '../../support/strategy-world.ts';
import type { Heard, World } from '../../support/world.ts';

let world: World;
afterEach(() => world.close());

const voice = (name: string, more = ''): string =>
  `<ixn:${name} requestid="r" interactionid="ixnid" ${more}/>`;
const to = (phone: string): string => `to="'${phone}'"`;
const TALKED = 'interaction.redirect.done';

interface Told {
  call: { id: string; heard: Heard[] };
  logs: string[];
}

/** A caller talks with agent 1001, and the strategy does these one after the other. */
async function talking(...does: string[]): Promise<Told> {
  world = await strategyWorld(onTalk(does), { agents: ['1001'], talkMs: 3_600_000 });
  const call = world.ring(CUSTOMER);
  await world.clock.advance(60_000);
  return { call, logs: await logsOfCall(world, call) };
}

/** What the caller noticed since the first conversation began. */
function noticed(heard: Heard[]): string[] {
  const all = heard.map(({ perception }) => perception.kind as string);
  return all.slice(all.indexOf('joined'));
}

const living = async (): Promise<string[]> =>
  (await world.store.interactions.live()).map(({ party, to: phone }) => `${party} ${phone}`).sort();

describe('a call on hold', () => {
  it('hears music, and talks again when it is retrieved', async () => {
    const { call, logs } = await talking(voice('hold'), voice('retrieve'));
    expect(logs).toEqual([TALKED, 'voice.hold.done', 'voice.retrieve.done']);
    expect(noticed(call.heard)).toEqual(['joined', 'hears', 'quiet', 'joined']);
    const music = call.heard.find(({ perception }) => perception.kind === 'hears')?.perception;
    expect(music).toMatchObject({ sound: { kind: 'music' } });
    expect((await world.interaction(call.id)).control).toBeUndefined();
  });

  it.each([
    ['hold', 'error.voice.hold invalidstate.hold'],
    ['completetransfer', 'error.voice.completetransfer invalidstate.hold'],
    ['completeconference', 'error.voice.completeconference invalidstate.hold'],
  ])('cannot be asked for %s', async (name, error) => {
    expect((await talking(voice('hold'), voice(name))).logs.at(-1)).toBe(error);
  });

  it('is over for both when the agent hangs up', async () => {
    const { call } = await talking(voice('hold'));
    expect(await living()).toEqual([`caller 8000`, 'agent user/1001'].sort());
    const agent = (await world.interaction(call.id)).control?.parties[0] ?? '';
    await world.switch.kill(agent, 'NORMAL_CLEARING');
    await world.clock.advance(1_000);
    expect(await living()).toEqual([]);
    expect(noticed(call.heard).at(-1)).toBe('hung-up');
  });

  it('is over for both when the caller hangs up', async () => {
    const { call } = await talking(voice('hold'));
    call.heard[0]?.line.hangUp();
    await world.clock.advance(1_000);
    expect(await living()).toEqual([]);
  });

  it('goes on hearing music after a restart', async () => {
    const { call } = await talking(voice('hold'));
    await world.ringback.stop();
    await world.clock.settle();
    const before = noticed(call.heard).length;
    await world.compose({});
    await world.clock.advance(5_000);
    expect(noticed(call.heard).slice(before)).toEqual(['hears']);
  });
});

describe('a transfer in two steps', () => {
  it('lets the agent talk with a third, and then the caller', async () => {
    const { call, logs } = await talking(voice('initiatetransfer', to('1002')), voice('completetransfer'));
    expect(logs).toEqual([TALKED, 'voice.initiatetransfer.done', 'voice.completetransfer.done']);
    expect(noticed(call.heard)).toEqual(['joined', 'hears', 'quiet', 'joined']);
    expect(await living()).toEqual(['agent user/1002', 'caller 8000']);
  });

  it('gives the caller back to the agent when it is retrieved', async () => {
    const { call, logs } = await talking(voice('initiatetransfer', to('1002')), voice('retrieve'));
    expect(logs.at(-1)).toBe('voice.retrieve.done');
    expect(noticed(call.heard).at(-1)).toBe('joined');
    expect(await living()).toEqual(['agent user/1001', 'caller 8000']);
  });

  it('whose third does not answer leaves the call on hold', async () => {
    const { logs } = await talking(voice('initiatetransfer', to('1009')), voice('retrieve'));
    expect(logs).toEqual([
      TALKED,
      'error.voice.initiatetransfer invaliddestination',
      'error.voice.retrieve invalidstate.routed',
    ]);
    await world.close();
    const busy = await talking(voice('initiatetransfer', to('+14155550102')), voice('retrieve'));
    expect(busy.logs).toEqual([TALKED, 'error.voice.initiatetransfer remote', 'voice.retrieve.done']);
  });

  it('whose third leaves puts the call on hold again', async () => {
    const { call } = await talking(voice('initiatetransfer', to('1002')));
    const third = (await world.interaction(call.id)).control?.parties[1] ?? '';
    await world.switch.kill(third, 'NORMAL_CLEARING');
    await world.clock.advance(1_000);
    expect((await world.interaction(call.id)).control).toMatchObject({ state: 'held' });
    expect(await living()).toEqual(['agent user/1001', 'caller 8000']);
  });

  it('stops ringing the third when the caller leaves', async () => {
    world = await strategyWorld(onTalk([voice('initiatetransfer', to('+14155550103'))]), {
      talkMs: 3_600_000,
    });
    const call = world.ring(CUSTOMER);
    await world.until(() => world.ringsOf('+14155550103') === 1, 'a third that rings');
    call.heard[0]?.line.hangUp();
    await world.clock.advance(1_000);
    expect(await living()).toEqual([]);
  });
});

describe('a conference', () => {
  it.each([
    ['in two steps', [voice('initiateconference', to('1002')), voice('completeconference')]],
    ['in one step', [voice('singlestepconference', to('1002'))]],
  ])('%s is of three, and goes on without the agent', async (_, does) => {
    const { call, logs } = await talking(...does);
    expect(logs.filter((log) => log.startsWith('error'))).toEqual([]);
    expect(noticed(call.heard).at(-1)).toBe('joined');
    const { control } = await world.interaction(call.id);
    expect(control).toMatchObject({ state: 'conference' });
    await world.switch.kill(control?.parties[0] ?? '', 'NORMAL_CLEARING');
    await world.clock.advance(1_000);
    expect(await living()).toEqual(['agent user/1002', 'caller 8000']);
    await world.switch.kill(control?.parties[1] ?? '', 'NORMAL_CLEARING');
    await world.clock.advance(1_000);
    expect(await living()).toEqual([]);
  });

  it('is over when the caller leaves', async () => {
    const { call } = await talking(voice('singlestepconference', to('1002')));
    call.heard[0]?.line.hangUp();
    await world.clock.advance(1_000);
    expect(await living()).toEqual([]);
  });

  it('with somebody who does not come leaves the two talking', async () => {
    const { call, logs } = await talking(voice('singlestepconference', to('+14155550102')));
    expect(logs.at(-1)).toBe('error.voice.singlestepconference remote');
    expect(noticed(call.heard)).toEqual(['joined']);
    expect((await world.interaction(call.id)).control).toBeUndefined();
  });

  it('of three is no call to be held', async () => {
    const { logs } = await talking(voice('singlestepconference', to('1002')), voice('hold'));
    expect(logs.at(-1)).toBe('error.voice.hold invalidstate.routed');
  });
});

describe('a transfer in one step', () => {
  it('of a call that talks lets go of the agent when the third answers', async () => {
    const { logs } = await talking(voice('singlesteptransfer', to('1002')));
    expect(logs.at(-1)).toBe('voice.singlesteptransfer.done');
    expect(await living()).toEqual(['caller 8000']);
    expect(world.ringsOf('1002')).toBe(1);
  });

  it('to somebody who does not answer lets the two talk on', async () => {
    const { call, logs } = await talking(voice('singlesteptransfer', to('+14155550102')));
    expect(logs.at(-1)).toBe('error.voice.singlesteptransfer remote');
    expect(noticed(call.heard).at(-1)).toBe('joined');
    expect(await living()).toEqual(['agent user/1001', 'caller 8000']);
  });
});

it.each(['hold', 'retrieve', 'completetransfer', 'completeconference'])(
  'a call that talks with nobody cannot be asked for %s',
  async (name) => {
    world = await strategyWorld(onTalk([]).replace(/<ixn:redirect[^>]*>/, voice(name)));
    const call = world.ring(CUSTOMER);
    await world.clock.advance(5_000);
    expect(await logsOfCall(world, call)).toEqual([`error.voice.${name} invalidstate.ringing`]);
  },
);
