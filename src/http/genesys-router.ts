import { Router } from 'express';

import { cancelCallback } from '../app/cancel-callback.ts';
import { createCallback } from '../app/create-callback.ts';
import { findCallbacks, getCallback } from '../app/find-callbacks.ts';
import type { App } from '../app/ports.ts';
import { waitTime } from '../app/wait-time.ts';
import { genesysRecord } from '../callback/genesys-record.ts';
import { RingbackError } from '../core/errors.ts';
import { bodyParameters, queryParameters } from './request-parameters.ts';

/** The Genesys callback API (GMS 8.5), its first part, below `/genesys`. */
export function genesysRouter(app: App): Router {
  const router = Router();

  router.post('/1/service/callback/:service', async (request, response) => {
    const parameters = bodyParameters(request);
    const record = await createCallback(app, { service: request.params.service, id: null, parameters, kvps: {} });
    response.json({ _id: record.id });
  });

  router.get('/1/service/callback', async (request, response) => {
    const { _id: id } = queryParameters(request);
    if (id === undefined) throw new RingbackError('BAD_REQUEST', { what: 'the parameter _id is missing' });
    response.json(genesysRecord(await getCallback(app, id)));
  });

  router.get('/1/service/callback/:service', async (request, response) => {
    const { operand = 'AND', ...pairs } = queryParameters(request);
    if (operand !== 'AND' && operand !== 'OR')
      throw new RingbackError('BAD_REQUEST', { what: `operand must be AND or OR, not "${operand.slice(0, 100)}"` });
    const records = await findCallbacks(app, { service: request.params.service, pairs, operand });
    response.json(records.map(genesysRecord));
  });

  // `discard_ors_failure` changes nothing: a cancel here never depends on the strategy.
  router.delete('/1/service/callback/:service/:id', async (request, response) => {
    const { service, id } = request.params;
    const record = await getCallback(app, id);
    if (record.service !== service) throw new RingbackError('CALLBACK_UNKNOWN', { id: id.slice(0, 100) });
    await cancelCallback(app, id);
    response.json({});
  });

  router.get('/1/service/ewt-for-vq', async (request, response) => {
    const { name } = queryParameters(request);
    if (name === undefined) throw new RingbackError('BAD_REQUEST', { what: 'the parameter name (a virtual queue) is missing' });
    const estimate = await waitTime(app, name, null);
    response.json({ [name]: { ewt: estimate.seconds, position: estimate.position } });
  });

  return router;
}
