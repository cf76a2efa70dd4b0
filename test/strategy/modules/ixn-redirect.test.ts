import { afterEach, describe, expect, it } from 'vitest';

import { CUSTOMER } from '../../support/behaviours.ts';
import { logsOfCall, onCall, strategyWorld, talks } from '../../support/strategy-world.ts';
import type { World } from '../../support/world.ts';

let world: World;
afterEach(() => world.close());

async function redirected(to: string, type = ''): Promise<{ id: string; logs: string[]; talks: boolean }> {
  const how = type === '' ? '' : `type="_genesys.queue.rType.${type}"`;
  world = await strategyWorld(
    onCall(
      `<ixn:redirect requestid="r" interactionid="ixnid" to="${to}" ${how}/>`,
      'interaction.redirect error',
    ),
    { agents: ['1001'] },
  );
  const call = world.ring(CUSTOMER);
  await world.clock.advance(10_000);
  return { id: call.id, logs: await logsOfCall(world, call), talks: talks(call.heard) };
}

describe('a redirect to an agent', () => {
  it.each([
    ["'1001@SIP_Switch.A'", ''],
    ["'1001'", 'RouteTypeAgentID'],
    ["'1002@Switch.DN'", 'RouteTypeDefault'],
    ["({type: 'A', agent: '1002'})", 'RouteTypeDirectAgent'],
  ])('%s %s connects the caller', async (to, type) => {
    expect(await redirected(to, type)).toMatchObject({ logs: ['interaction.redirect.done '], talks: true });
  });

  it('who is not there is an invalid destination', async () => {
    const { logs } = await redirected("'1009'", 'RouteTypeAgentID');
    expect(logs).toEqual(['error.interaction.redirect invaliddestination: there is no agent "1009"']);
  });
});

describe('a redirect to a number', () => {
  it.each([
    '',
    'RouteTypeUnknown',
    'RouteTypeDefault',
    'RouteTypeDirect',
    'RouteTypeDDD',
    'RouteTypeIDDD',
    'RouteTypeOverwriteDNIS',
    'RouteTypePriority',
    'RouteTypeDirectPriority',
  ])('of the type "%s" hands the caller over when it answers', async (type) => {
    const { logs, id } = await redirected("'+14155550100@switch.DN'", type);
    expect(logs).toEqual(['interaction.redirect.done ']);
    expect(world.ringsOf('+14155550100')).toBe(1);
    expect(await world.switch.lookup(id)).toBe('alive');
  });

  it('that is busy gives the caller back', async () => {
    world = await strategyWorld(
      onCall(`<ixn:redirect requestid="r" interactionid="ixnid" to="'+14155550107'"/>`, 'error'),
    );
    world.people.register('+14155550107', {
      on: (line) => (seen) => seen.kind === 'ringing' && line.reject(486),
    });
    const call = world.ring(CUSTOMER);
    await world.clock.advance(10_000);
    expect(await logsOfCall(world, call)).toEqual(['error.interaction.redirect remote: USER_BUSY']);
    expect((await world.interaction(call.id)).endedAt).toBeNull();
  });

  it.each([
    ["'sip:evil@example.com'", 'invaliddestination'],
    ["'00'", 'invaliddestination'],
    ["''", 'there is no destination'],
    ["'Sales@Stat.GA'", 'queue:submit chooses'],
    ["'user/1001'", 'invaliddestination'],
  ])('%s is refused', async (to, why) => {
    const { logs } = await redirected(to);
    expect(logs.join()).toContain('error.interaction.redirect invaliddestination');
    expect(logs.join()).toContain(why);
    expect(world.switch.rings()).toEqual([]);
  });
});

describe('the other route types', () => {
  it.each(['RouteTypeLabel', 'RouteTypeAnnouncement', 'RouteTypePostFeature', 'RouteTypeGetFromDN'])(
    '%s is refused by name',
    async (type) => {
      const { logs } = await redirected("'9001'", type);
      expect(logs.join()).toContain(`error.interaction.redirect invaliddestination: ${type} is not possible`);
    },
  );

  it('RouteTypeReject refuses the call, RouteTypeCallDisconnect ends it', async () => {
    expect((await world_outcome('RouteTypeReject')).kind).toBe('rejected');
    await world.close();
    expect((await world_outcome('RouteTypeCallDisconnect')).kind).toBe('completed');
  });

  async function world_outcome(type: string): Promise<{ kind: string }> {
    const { id } = await redirected("'x'", type);
    return (await world.interaction(id)).outcome ?? { kind: 'none' };
  }
});
