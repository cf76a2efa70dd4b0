import { questions } from '../../src/app/questions.ts';
import type { InteractionRecord } from '../../src/callback/record.ts';
import type { Questions } from '../../src/dialog/question.ts';
import { pageWorld, shippedFiles, type PageWorld, type Shown } from './page-world.ts';

/** The real questions, but for a queue in which the wait is 350 seconds. */
export const busy: Questions = {
  ...questions,
  'wait-time': {
    outcomes: ['known'],
    ask: (app) =>
      Promise.resolve({
        outcome: 'known',
        values: { wait: { seconds: 280, p80: 350, position: 4, at: app.clock.now() } },
      }),
  },
};

/** Somebody rings the service of a new world. */
export async function ring(
  from: string,
  asked: Questions = busy,
): Promise<{ world: PageWorld; first: Shown }> {
  const world = await pageWorld(await shippedFiles(), asked);
  return { world, first: await ringAgain(world, from, 'call-1') };
}

/** And rings again: `id` is another call's. */
export async function ringAgain(world: PageWorld, from: string, id: string): Promise<Shown> {
  const call: InteractionRecord = {
    ...{
      id,
      version: 1,
      direction: 'inbound',
      party: 'caller',
      switchName: 'memory',
      from,
      to: '8000',
    },
    ...{
      service: 'classic',
      arrivedAt: world.app.clock.now(),
      answeredAt: null,
      endedAt: null,
      outcome: null,
    },
    ...{ userData: {}, sessionId: 'a session', callbackId: null, bridgedWith: null },
  };
  await world.app.store.interactions.add(call);
  return world.begin('classic', { interactionId: id, actionId: `action of ${id}` });
}

/** Numbers that callbacks are booked for. */
export async function callbacks({ app }: PageWorld): Promise<string[]> {
  return (await app.store.callbacks.find({ limit: 10 })).records.map((record) => record.customerNumber);
}
