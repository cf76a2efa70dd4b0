import { afterEach, expect, it } from 'vitest';

import { CUSTOMER } from '../../support/behaviours.ts';
import { logsOfCall, onCall, strategy, strategyWorld } from '../../support/strategy-world.ts';
import type { World } from '../../support/world.ts';

let world: World;
afterEach(() => world.close());

async function after(
  does: string,
  logged = 'interaction error voice',
): Promise<{ id: string; logs: string[] }> {
  world = await strategyWorld(onCall(does, logged));
  const call = world.ring(CUSTOMER);
  await world.clock.advance(1_000);
  return { id: call.id, logs: await logsOfCall(world, call) };
}

it('accept leaves the call unanswered', async () => {
  const { id, logs } = await after('<ixn:accept requestid="r" interactionid="ixnid"/>');
  expect(logs).toEqual(['interaction.accept.done ']);
  expect(world.switch.call(id)?.answered).toBe(false);
});

it('accept of a call that is not there says so', async () => {
  const { logs } = await after(`<ixn:accept requestid="r" interactionid="'nobody'"/>`);
  expect(logs).toEqual(['error.interaction.accept invalidstate.null: there is no such call any more']);
});

it('a call goes over to another session, and both hear of it', async () => {
  const other = strategy(
    `<state><transition event="interaction"><log expr="_event.name"/></transition></state>`,
  );
  world = await strategyWorld(
    onCall(`<ixn:associate requestid="r" interactionid="ixnid" session="'other-1'"/>`, 'interaction error'),
    { documents: { 'dialogs/other.scxml': other } },
  );
  await world.startSession('other-1', 'other');
  const call = world.ring(CUSTOMER);
  await world.clock.advance(1_000);
  expect(await world.logsOf('other-1')).toEqual(['interaction.added', 'interaction.present']);
  expect(await logsOfCall(world, call)).toEqual([
    'interaction.notcontrolled ',
    'interaction.associate.done ',
  ]);
  expect((await world.interaction(call.id)).sessionId).toBe('other-1');
  await world.switch.kill(call.id, 'NORMAL_CLEARING');
  await world.clock.advance(1_000);
  expect(await world.logsOf('other-1')).toContain('interaction.deleted');
});

it('a call can be let go of and taken again', async () => {
  const { id, logs } = await after(
    '<ixn:detach requestid="r" interactionid="ixnid"/><ixn:attach requestid="s" interactionid="ixnid"/>',
    'interaction.detach interaction.attach error',
  );
  expect(logs).toEqual(['interaction.detach.done ', 'interaction.attach.done ']);
  expect((await world.interaction(id)).sessionId).not.toBeNull();
});

it('a call goes to no session that is not there', async () => {
  const { logs } = await after(`<ixn:associate requestid="r" interactionid="ixnid" session="'gone'"/>`);
  expect(logs).toEqual(['error.interaction.associate invalidsession: there is no session "gone"']);
});

it('user data is added, changed and taken off, and the session hears what changed', async () => {
  const { id } = await after(
    `<script>_genesys.ixn.setuData({a: 1, b: 'x'}, ixnid); _genesys.ixn.setuData({a: 2}, ixnid);
      _genesys.ixn.deleteuData('b', ixnid);</script>`,
  );
  expect((await world.interaction(id)).userData).toEqual({ a: 2 });
  const journal = await world.store.sessions.journal((await world.interaction(id)).sessionId ?? '');
  const changes = journal.flatMap(({ event }) =>
    event?.name === 'interaction.udata.changed' ? [event.data] : [],
  );
  expect(changes).toHaveLength(3);
  expect(changes.at(-1)).toMatchObject({ interactionid: id, udata: { b: null } });
});

it('a user event is a fact for reports', async () => {
  const { logs } = await after(
    `<ixn:userevent requestid="r" interactionid="ixnid" type="'preview'" udata="({a: 1})"/>`,
  );
  expect(logs).toEqual(['interaction.userevent.done ']);
});

it('a single step transfer hands the caller over when the far end answers', async () => {
  const { logs } = await after(`<ixn:singlesteptransfer requestid="r" interactionid="ixnid" to="'1002'"/>`);
  await world.clock.advance(5_000);
  expect(logs).toEqual([]);
  expect(world.ringsOf('1002')).toBe(1);
  const [session] = await world.store.sessions.running();
  expect(await world.logsOf(session?.id ?? '')).toEqual(['voice.singlesteptransfer.done ']);
});

it('a call is created to a number by its rules, and to an agent by id', async () => {
  const { logs } = await after(
    `<ixn:createcall requestid="r" to="'not a number'"/><ixn:createcall requestid="s" to="'1002@switch.A'"/>`,
  );
  await world.clock.advance(5_000);
  expect(logs.join()).toContain('error.voice.createcall invaliddestination');
  expect(world.ringsOf('1002')).toBe(1);
});
