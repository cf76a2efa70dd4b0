import { expect, it } from 'vitest';

import { createCallback } from '../../src/app/create-callback.ts';
import { explainWait, explainWaits } from '../../src/app/explain-wait.ts';
import { testApp } from '../support/app.ts';
import { testService } from '../support/configuration.ts';

it('the wait of each queue is explained by the method of its service', async () => {
  const service = testService();
  const options = { ...service.options, _wait_estimate: 'ewt3' };
  const world = await testApp({ agents: [], services: [{ ...service, options }] });
  const [wait] = await explainWaits(world.app);
  expect(wait?.estimate).toMatchObject({ queue: 'classic', method: 'ewt3', seconds: -1 });
  expect(wait?.sentence).toContain('nobody is logged in');
  expect(await explainWait(world.app, 'classic')).toEqual(wait);
});

it('a callback that was asked for without a call was told no wait', async () => {
  const world = await testApp();
  const parameters = { _customer_number: '2125550123' };
  const { id } = await createCallback(world.app, { service: 'classic', id: null, parameters, kvps: {} });
  expect(await explainWait(world.app, id)).toEqual({
    sentence: 'This caller was told no wait.',
    estimate: null,
  });
});

it('what is neither a queue nor a callback is refused with the queues there are', async () => {
  const world = await testApp();
  await expect(explainWait(world.app, 'nowhere')).rejects.toMatchObject({
    code: 'WAIT_UNKNOWN',
    details: { known: 'classic' },
  });
});
