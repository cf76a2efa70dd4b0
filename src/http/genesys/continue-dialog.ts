import { z } from 'zod';

import { cancelCallback } from '../../app/cancel-callback.ts';
import { customerReady } from '../../app/continue-dialog.ts';
import type { App } from '../../app/ports.ts';
import { rescheduleCallback } from '../../app/reschedule-callback.ts';
import type { CallbackRecord } from '../../callback/record.ts';
import { RingbackError } from '../../core/errors.ts';
import { endpoint } from '../endpoint.ts';
import { dialogObject, dialogOf } from './dialog-object.ts';
import { wholeNumber } from './schemas.ts';

const MINUTE_MS = 60_000;
const DELAY_MINUTES = 10;

const actions: Record<string, (app: App, id: string, minutes: number) => Promise<CallbackRecord>> = {
  connect: (app, id) => customerReady(app, id),
  delay(app, id, minutes) {
    const at = new Date(app.clock.now() + minutes * MINUTE_MS).toISOString();
    return rescheduleCallback(app, { id, newTime: at, userData: {} });
  },
  cancel: (app, id) => cancelCallback(app, id),
};

/** The device's answer to what it was told or shown. */
export const continueDialog = endpoint({
  method: 'post',
  path: '/1/service/{id}/{action}',
  summary: 'Continue a dialog: connect, delay or cancel',
  inferred: 'the actions: connect (the customer is ready), delay (by `_minutes`) and cancel',
  body: z.looseObject({
    _minutes: z
      .preprocess((given) => (typeof given === 'number' ? String(given) : given), wholeNumber(1, 1440))
      .default(DELAY_MINUTES)
      .meta({ type: 'integer', description: `of delay; ${DELAY_MINUTES} unless given` }),
  }),
  answer: dialogObject,
  async handle(app, { path, body }) {
    const act = Object.hasOwn(actions, path.action) ? actions[path.action] : undefined;
    if (!act)
      throw new RingbackError('BAD_REQUEST', {
        what: `an action is one of ${Object.keys(actions).join(', ')}`,
      });
    return dialogOf(app, await act(app, path.id, body._minutes));
  },
});
