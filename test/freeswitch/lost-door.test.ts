import { expect, it, onTestFinished } from 'vitest';

import { eventually } from '../support/eventually.ts';
import { SimulatedLab } from '../support/simulated-lab.ts';
import { RawClient } from '../switch/simulated/raw-client.ts';
import { LabWorld } from './lab-world.ts';

/** A caller who stays in the queue, to music, while nobody is free. */
async function waitingCaller(): Promise<{ lab: SimulatedLab; world: LabWorld; callerId: string }> {
  const lab = await SimulatedLab.start();
  onTestFinished(() => lab.stop());
  const world = await LabWorld.open(lab, { team: [{ initial: 'not-ready' }] });
  onTestFinished((context) => world.close(context));
  lab.call('8000', '14155550142', ['sil:6', 'dtmf:2', 'sil:2000']);
  await world.waiting(1);
  const [entry] = world.ringback.router.state().entries;
  return { lab, world, callerId: entry?.id ?? '' };
}

async function dropConnections(lab: SimulatedLab): Promise<void> {
  const esl = await RawClient.ready(lab.eslPort, 'HEARTBEAT');
  esl.socket.write('api sim drop\n\n');
  await esl.untilClosed();
}

it('a caller whose door is lost comes to the door of the next line, and keeps the place', async () => {
  const { lab, world, callerId } = await waitingCaller();
  const { switch: fleet } = world.ringback.app;
  const before = fleet.call(callerId);
  await dropConnections(lab);
  await eventually(() => fleet.call(callerId) !== before && fleet.call(callerId) !== undefined);
  expect(world.ringback.router.state().entries.map(({ id }) => id)).toEqual([callerId]);
});

it('a caller who fell to the live queue for lack of a door gives up the place here', async () => {
  const { lab, world, callerId } = await waitingCaller();
  const { switch: fleet } = world.ringback.app;
  for (let line = 1; line <= 2; line++) {
    await eventually(() => fleet.call(callerId));
    await dropConnections(lab);
    await eventually(() => fleet.call(callerId) === undefined);
  }
  const record = await world.interactionThat(({ id, endedAt }) => id === callerId && endedAt !== null);
  expect(record.outcome).toMatchObject({ kind: 'completed', cause: 'DOOR_LOST' });
  await world.sessionsOver();
  expect(world.ringback.router.state().entries).toEqual([]);
  const esl = await RawClient.ready(lab.eslPort, 'HEARTBEAT');
  expect(await esl.api(`uuid_getvar ${callerId} fell_to_live_queue`)).toBe('true');
  esl.socket.destroy();
});
