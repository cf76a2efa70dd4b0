import { z } from 'zod';

import { queuePosition } from '../../app/queue-position.ts';
import type { App } from '../../app/ports.ts';
import { endpoint } from '../endpoint.ts';

const position = z.object({
  _position: z.int().meta({ description: '1 = next; 0 when its turn has come' }),
  _eta: z.int().meta({ description: 'seconds; -1 when it is not known' }),
  _total_waiting: z.int(),
  _agent_ready_threshold_passed: z.boolean(),
});

async function positionOf(app: App, id: string): Promise<z.infer<typeof position>> {
  const { position, eta, waiting, agentNear } = await queuePosition(app, id);
  return {
    _position: position,
    _eta: eta,
    _total_waiting: waiting,
    _agent_ready_threshold_passed: agentNear,
  };
}

export const checkQueuePosition = endpoint({
  method: 'post',
  path: '/1/service/{id}/check-queue-position',
  summary: 'Where a callback stands in its queue',
  inferred: 'numbers, not texts; 409 before its time and after its end',
  body: z.looseObject({}),
  answer: position,
  handle: (app, { path }) => positionOf(app, path.id),
});

/** Clients in the field ask so too. */
export const readQueuePosition = endpoint({
  method: 'get',
  path: '/1/service/{id}/check-queue-position',
  summary: 'Where a callback stands in its queue',
  inferred: 'the method: documented is POST',
  answer: position,
  handle: (app, { path }) => positionOf(app, path.id),
});
