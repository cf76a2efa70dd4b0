import { afterEach, describe, expect, it } from 'vitest';

import { setAgentState } from '../../../src/app/set-agent-state.ts';
import { CUSTOMER } from '../../support/behaviours.ts';
import { logsOfCall, onCall, strategyWorld, talks } from '../../support/strategy-world.ts';
import type { World } from '../../support/world.ts';

let world: World;
afterEach(() => world.close());

const targets = (inside: string, type = 'skill'): string =>
  `<queue:targets type="${type}">${inside}</queue:targets>`;
const anybody = targets(`<queue:targetid expr="'classic > 0'"/>`);

async function agentIs(agentId: string, to: 'ready' | 'not-ready'): Promise<void> {
  const { app, router } = world.ringback;
  await setAgentState(app, router, { agentId, to, reason: null });
}

describe('a submit that routes', () => {
  it('connects the caller with the agent and says so when they talk', async () => {
    world = await strategyWorld(
      onCall(
        `<queue:submit requestid="r" queue="'classic@SIP_Switch'" interactionid="ixnid">${anybody}</queue:submit>`,
      ),
      { agents: ['1001'] },
    );
    const call = world.ring(CUSTOMER);
    await world.until(() => talks(call.heard), 'a conversation');
    await world.clock.settle();
    expect(await logsOfCall(world, call)).toEqual(['queue.submit.done ']);
    expect(world.ringback.router.state().agents[0]).toMatchObject({ state: 'busy', entryId: call.id });
    expect(await world.store.outbox.open()).toEqual([]);
  });

  it('gives the caller to the next agent when one does not answer, in the same place', async () => {
    world = await strategyWorld(
      onCall(
        `<queue:submit requestid="r" queue="'classic'" interactionid="ixnid">${anybody}</queue:submit>`,
        'queue error',
      ),
      { agents: ['1001', '1002'] },
    );
    world.people.register('1001', { on: () => () => undefined });
    const call = world.ring(CUSTOMER);
    await world.until(() => talks(call.heard), 'a conversation');
    await world.clock.settle();
    expect(await logsOfCall(world, call)).toEqual(['queue.submit.done ']);
    expect(world.ringback.router.state().agents).toMatchObject([
      { id: '1001', state: 'not-ready', reason: 'RONA' },
      { id: '1002', state: 'busy', entryId: call.id },
    ]);
  });

  it('goes on after a restart while the phone of the agent rings, and rings it once', async () => {
    world = await strategyWorld(
      onCall(`<queue:submit requestid="r" queue="'classic'" interactionid="ixnid">${anybody}</queue:submit>`),
      { agents: ['1001'] },
    );
    const call = world.ring(CUSTOMER);
    await world.until(() => world.ringsOf('1001') === 1, 'the phone of the agent to ring');
    await world.ringback.stop();
    await world.compose({});
    await world.until(() => talks(call.heard), 'a conversation');
    await world.clock.settle();
    expect(world.ringsOf('1001')).toBe(1);
    expect(await logsOfCall(world, call)).toEqual(['queue.submit.done ']);
  });

  it('stops ringing the agent when the caller leaves', async () => {
    world = await strategyWorld(
      onCall(`<queue:submit requestid="r" queue="'classic'" interactionid="ixnid">${anybody}</queue:submit>`),
      { agents: ['1001'] },
    );
    world.people.register('1001', { on: () => () => undefined });
    const call = world.ring(CUSTOMER);
    await world.until(() => world.ringsOf('1001') === 1, 'the phone of the agent to ring');
    await world.switch.kill(call.id, 'ORIGINATOR_CANCEL');
    await world.clock.advance(1_000);
    expect(await world.store.interactions.live()).toEqual([]);
    expect(world.ringback.router.state().entries).toEqual([]);
  });
});

describe('a submit for which nobody waits any more', () => {
  const submit = `<queue:submit requestid="r" queue="'classic'" interactionid="ixnid" route="false">${anybody}</queue:submit>`;
  const inState = (does: string): string => `<script>var ixnid; var r = '';</script>
    <state id="arriving"><transition event="interaction.present" target="busy">
      <script>ixnid = _event.data.interactionid;</script></transition></state>${does}`;

  it('leaves the queue at once when the caller had left before, and its strategy hears why', async () => {
    world = await strategyWorld(
      inState(`<state id="busy"><transition event="interaction.deleted" target="late"/></state>
        <state id="late"><onentry>${submit}</onentry><transition event="queue error">
          <log expr="_event.name + ' ' + _event.data.error + ': ' + _event.data.description"/></transition></state>`),
      { agents: [] },
    );
    const call = world.ring(CUSTOMER);
    await world.clock.advance(1_000);
    await world.switch.kill(call.id, 'ORIGINATOR_CANCEL');
    await world.clock.advance(1_000);
    expect(world.ringback.router.state().entries).toEqual([]);
    expect(await logsOfCall(world, call)).toEqual(['error.queue.submit invalidstate: the call has ended']);
  });

  it('leaves the queue when its session ends, though the caller is still on the line', async () => {
    world = await strategyWorld(
      inState(`<state id="busy"><onentry>${submit}<send event="'enough'" delay="'5s'"/></onentry>
        <transition event="enough" target="over"/></state><final id="over"/>`),
      { agents: [] },
    );
    world.ring(CUSTOMER);
    await world.clock.advance(4_000);
    expect(world.ringback.router.state().entries).toHaveLength(1);
    await world.clock.advance(2_000);
    expect(world.ringback.router.state().entries).toEqual([]);
  });
});

describe('a time-out', () => {
  const submit = (attributes: string): string =>
    onCall(
      `<queue:submit requestid="r" queue="'classic'" interactionid="ixnid" route="false" timeout="20" ${attributes}>${anybody}</queue:submit>`,
    );

  it('ends the wait', async () => {
    world = await strategyWorld(submit(''), { agents: [] });
    const call = world.ring(CUSTOMER);
    await world.clock.advance(21_000);
    await agentIs('1001', 'ready');
    await world.clock.advance(1_000);
    expect(await logsOfCall(world, call)).toEqual(['error.queue.submit timeout: no agent came free in time']);
  });

  it('with clearontimeout false is told, and the wait goes on', async () => {
    world = await strategyWorld(submit(`clearontimeout="false"`), { agents: [] });
    const call = world.ring(CUSTOMER);
    await world.clock.advance(21_000);
    await agentIs('1001', 'ready');
    await world.clock.advance(1_000);
    expect(await logsOfCall(world, call)).toEqual([
      'error.queue.submit timeout: no agent came free in time',
      'queue.submit.done ',
    ]);
  });
});

describe('targets', () => {
  const chosen = async (inside: string, attributes = ''): Promise<string> => {
    world = await strategyWorld(
      `${onCall(
        `<queue:submit requestid="r" queue="'classic'" interactionid="ixnid" route="false" timeout="5" ${attributes}>${inside}</queue:submit>`,
        'error',
      ).replace(
        '<transition event="error">',
        `<transition event="queue.submit.done"><log expr="_event.data.targetselected"/></transition><transition event="error">`,
      )}`,
      { agents: ['1001', '1002'] },
    );
    const call = world.ring(CUSTOMER);
    await world.clock.advance(6_000);
    return (await logsOfCall(world, call)).join();
  };

  it.each([
    ['an agent by name and type', targets(`<queue:target name="'1002'"/>`, 'agent')],
    ['an agent as Stat Server writes it', targets(`<queue:targetid expr="'1002@StatServer.A'"/>`)],
    [
      'one of a comma list with weights',
      targets(`<queue:targetid expr="'[10]1003@Stat.A,[5]1002@Stat.A'"/>`),
    ],
    [
      'a threshold that holds',
      targets(`<queue:targetid expr="'{sdata(1002@S.A, RStatAgentsReady) &gt; 0}1002@S.A'"/>`),
    ],
    [
      'the second, when the threshold of the first does not hold',
      targets(
        `<queue:target name="'1001'" type="agent" threshold="'sdata(1001, RStatAgentsReady) > 1'"/><queue:target name="'1002'" type="agent"/>`,
      ),
    ],
    [
      'a list with time-outs',
      targets(
        `<queue:targetid expr="'[{&quot;target&quot;:&quot;1003@.A&quot;,&quot;timeout&quot;:2},{&quot;target&quot;:&quot;1002@.A&quot;}]'"/>`,
      ),
    ],
  ])('%s', async (_, inside) => {
    expect(await chosen(inside)).toBe('1002@ringback.A');
  });

  it.each([
    ['a number', targets(`<queue:target name="'9001'"/>`, 'dn'), 'targets of type "dn" are no agents'],
    ['an activity', targets(`<queue:activity name="'a'"/>`), 'no targets of the kind "activity"'],
    [
      'a threshold nobody keeps',
      targets(`<queue:targetid expr="'{callage() &gt; 3}1002@S.A'"/>`),
      'the threshold "callage() > 3" is none of',
    ],
    ['a mistake', targets(`<queue:targetid expr="'classic &gt;'"/>`), 'position'],
  ])('%s is refused by name', async (_, inside, why) => {
    expect(await chosen(inside)).toContain('error.queue.submit invalidattribute');
    expect(
      (
        await logsOfCall(world, { id: (await world.store.sessions.running())[0]?.interactionId ?? '' })
      ).join(),
    ).toContain(why);
  });

  it.each([
    ['one is drawn by its weight', '[0]1001@.A,[100]1002@.A', '1002@ringback.A'],
    ['shares may be written so', '[0%]1001@.A,[100%]1002@.A', '1002@ringback.A'],
    ['only the one that was drawn is waited for', '[0]1002@.A,[1]1003@.A', 'error.queue.submit timeout'],
    ['nothing can be drawn without a weight', '[0]1001@.A,[0]1002@.A', 'no target has a weight'],
    ['a weight is a number', '[many]1001@.A', '"many" is no weight'],
  ])('by percentage, %s', async (_, expr, logged) => {
    const list = targets(`<queue:targetid expr="'${expr}'"/>`);
    expect(await chosen(list, `ordertype="'percentage'"`)).toContain(logged);
  });

  it('the shortest idle agent is taken when the order says so, the longest idle otherwise', async () => {
    expect(await chosen(anybody, `ordertype="'max'" orderstat="'StatTimeInReadyState'"`)).toBe(
      '1001@ringback.A',
    );
    await world.close();
    expect(await chosen(anybody, `ordertype="'min'" orderstat="'StatTimeInReadyState'"`)).toBe(
      '1002@ringback.A',
    );
    await world.close();
    expect(await chosen(anybody, `ordertype="'max'" orderstat="'StatAgentLoad'"`)).toContain(
      'not by "StatAgentLoad"',
    );
  });
});
