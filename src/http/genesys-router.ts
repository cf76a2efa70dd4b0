import { json, Router, urlencoded, type Request } from 'express';

import { cancelCallback } from '../app/cancel-callback.ts';
import { createCallback } from '../app/create-callback.ts';
import { findCallbacks, getCallback } from '../app/find-callbacks.ts';
import type { App } from '../app/ports.ts';
import { waitTime } from '../app/wait-time.ts';
import { genesysRecord } from '../callback/genesys-record.ts';
import type { WaitMethod } from '../callback/wait-method.ts';
import { RingbackError } from '../core/errors.ts';
import { bodyParameters, queryParameters } from './request-parameters.ts';
import { BODY_LIMIT } from './respond.ts';

type Named = Request<{ name: string }>;

/** GMS 8.5.1, `aqt`: the modes 1, 2 and 3. */
const waitModes: Record<string, WaitMethod> = { urs: 'ewt1', urs2: 'ewt2', stat: 'ewt3' };

/** The callback API of Genesys Mobile Services 8.5, below `/genesys`. */
export function genesysRouter(app: App): Router {
  const router = Router();
  const form = urlencoded({ extended: false, limit: BODY_LIMIT });
  const body = json({ limit: BODY_LIMIT });

  router.post('/1/service/callback/:name', form, body, async (request: Named, response) => {
    const record = await createCallback(app, {
      service: request.params.name,
      id: null,
      parameters: bodyParameters(request),
      kvps: {},
    });
    response.json({ _id: record.id });
  });

  router.get('/1/service/callback', async (request, response) => {
    const { _id: id } = queryParameters(request);
    if (!id) throw new RingbackError('BAD_REQUEST', { what: 'the id of the callback (_id) is missing' });
    response.json(genesysRecord(await getCallback(app, id)));
  });

  router.get('/1/service/callback/:name', async (request: Named, response) => {
    const { operand, ...pairs } = queryParameters(request);
    const records = await findCallbacks(app, {
      service: request.params.name,
      pairs,
      operand: operandOf(operand),
    });
    response.json(records.map(genesysRecord));
  });

  // `discard_ors_failure` is accepted and changes nothing: a cancel never depends on another server here.
  router.delete('/1/service/callback/:name/:id', async (request, response) => {
    const { name, id } = request.params;
    const record = await getCallback(app, id);
    if (record.service !== name) throw new RingbackError('CALLBACK_UNKNOWN', { id: id.slice(0, 100) });
    response.json(genesysRecord(await cancelCallback(app, id)));
  });

  router.get('/1/service/ewt-for-vq', async (request, response) => {
    const { name, aqt = 'urs2' } = queryParameters(request);
    if (!name)
      throw new RingbackError('BAD_REQUEST', { what: 'the name of the virtual queue (name) is missing' });
    const method = Object.hasOwn(waitModes, aqt) ? waitModes[aqt] : undefined;
    if (!method)
      throw new RingbackError('BAD_REQUEST', { what: `aqt is one of ${Object.keys(waitModes).join(', ')}` });
    const { seconds, position } = await waitTime(app, name, { placeAt: null, method });
    const time = Math.floor(app.clock.now() / 1000);
    response.json({ [name]: { time, calls: position - 1, pos: position, ewt: seconds } });
  });
  return router;
}

function operandOf(given: string | undefined): 'AND' | 'OR' {
  const operand = (given ?? 'AND').toUpperCase();
  if (operand === 'AND' || operand === 'OR') return operand;
  throw new RingbackError('BAD_REQUEST', { what: 'operand is AND or OR' });
}
