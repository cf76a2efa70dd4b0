import { expect, it } from 'vitest';

import { CUSTOMER, expectNothingLeft } from '../../support/behaviours.ts';
import { crashWalk, type Course } from '../../support/crash-walk.ts';
import { onCall, strategy } from '../../support/strategy-world.ts';

/** A caller whose strategy has the queue connect: the first agent does not answer, the second one does. */
function aRoutedCaller(): Course {
  let call = '';
  const submit = `<queue:submit requestid="r" queue="'classic'" interactionid="ixnid">
      <queue:targets><queue:targetid expr="'classic &gt; 0'"/></queue:targets>
      <dialog:runtreatments><dialog:playsound type="'music'" duration="20"/></dialog:runtreatments>
    </queue:submit>`;
  return {
    options: {
      agents: ['1001', '1002'],
      documents: { 'dialogs/classic.scxml': strategy(onCall(submit, 'queue error')) },
    },
    least: 10,
    begin(world) {
      world.people.register('1001', { on: () => () => undefined });
      ({ id: call } = world.ring(CUSTOMER));
    },
    over: async (world) => (await world.store.interactions.get(call))?.endedAt != null,
    async check(world) {
      expect((await world.interaction(call)).outcome).toMatchObject({ kind: 'completed', reason: 'Talked' });
      expect(world.ringsOf('1002'), 'rings of the agent who answers').toBe(1);
      const held = world.ringback.router.state().agents.filter(({ entryId }) => entryId !== null);
      expect(held).toEqual([]);
      await expectNothingLeft(world);
    },
  };
}

it('a caller whom the queue connects talks to an agent, whichever commit the process dies after', async () => {
  expect(await crashWalk(aRoutedCaller())).toEqual([]);
}, 120_000);
