import { z } from 'zod';

import { cancelCallback } from '../../app/cancel-callback.ts';
import type { App } from '../../app/ports.ts';
import { rescheduleCallback } from '../../app/reschedule-callback.ts';
import { callbackStates, states } from '../../callback/states.ts';
import { RingbackError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import { endpoint } from '../endpoint.ts';
import { callbackOf } from './callbacks.ts';
import { parameter } from './schemas.ts';

export const reschedule = endpoint({
  method: 'put',
  path: '/1/service/callback/{name}/{id}',
  summary: 'Reschedule or update a callback',
  inferred:
    '`_callback_state` takes SCHEDULED and QUEUED, and COMPLETED to cancel; 409 once the customer is called',
  body: z.looseObject({
    _new_desired_time: parameter.optional().meta({ description: 'ISO 8601 UTC; left out: now' }),
    _callback_state: parameter.optional(),
  }),
  answer: null,
  async handle(app, { path, body }) {
    await callbackOf(app, path);
    const { _new_desired_time: time, _callback_state: state, ...rest } = body as Record<string, Json>;
    await change(app, path.id, { time: written(time), state: written(state), userData: userDataOf(rest) });
    return undefined;
  },
});

interface Change {
  time: string | null;
  state: string | null;
  userData: Record<string, string>;
}

async function change(app: App, id: string, { time, state, userData }: Change): Promise<void> {
  const wanted = callbackStates.find((known) => known === (state ?? 'SCHEDULED'));
  const means = wanted === undefined ? null : states[wanted].put;
  if (means === 'cancel') await cancelCallback(app, id);
  else if (means === 'reschedule') await rescheduleCallback(app, { id, newTime: time, userData });
  else {
    const settable = callbackStates.filter((one) => states[one].put !== null).join(', ');
    const why = `a request sets one of ${settable} (cancelled); the others come from the call`;
    const value = (state ?? '').slice(0, 100);
    throw new RingbackError('OPTION_INVALID', { option: '_callback_state', value, why });
  }
}

/** What has an underscore is a parameter: those that cannot be changed are passed over. */
function userDataOf(pairs: Record<string, Json>): Record<string, string> {
  const own = Object.entries(pairs).filter(([key, value]) => !key.startsWith('_') && value !== null);
  return Object.fromEntries(own.map(([key, value]) => [key, written(value) ?? '']));
}

function written(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value.trim() : JSON.stringify(value);
}
