import { z } from 'zod';

import { cancelCallback } from '../../app/cancel-callback.ts';
import { createCallback } from '../../app/create-callback.ts';
import { findCallbacks, getCallback } from '../../app/find-callbacks.ts';
import { customerCalls } from '../../app/grant-access.ts';
import type { App } from '../../app/ports.ts';
import { genesysRecord, type RecordView } from '../../callback/genesys-record.ts';
import { callbackStates, type CallbackRecord, type CallbackState } from '../../callback/record.ts';
import { reachesService } from '../../callback/rights.ts';
import { RingbackError } from '../../core/errors.ts';
import { endpoint, type Parameters } from '../endpoint.ts';
import { dialogObject, dialogOf } from './dialog-object.ts';
import { callbackRecord, parameter, truth } from './schemas.ts';

/** What a request for a callback may say besides the caller's own pairs. */
const startParameters = z.looseObject({
  _customer_number: parameter.optional().meta({ description: 'the number to call back; mandatory' }),
  _desired_time: parameter.optional().meta({ description: 'ISO 8601 UTC; left out: as soon as possible' }),
  _consent_source: parameter
    .optional()
    .meta({ description: 'where the customer agreed to be called, such as web-form' }),
  _consent_time: parameter.optional().meta({ description: 'when; ISO 8601, left out: now' }),
  _originating_interaction_id: parameter
    .optional()
    .meta({ description: 'the call that is traded for the callback' }),
});

export const start = endpoint({
  method: 'post',
  path: '/1/service/callback/{name}',
  summary: 'Start or schedule a callback',
  body: startParameters,
  answer: dialogObject,
  async handle(app, { path, body, source, caller: { name } }) {
    const parameters = body as Parameters;
    const caller = { name, address: source.address };
    const record = await createCallback(app, {
      ...{ service: path.name, id: null, parameters, kvps: {}, source, caller },
    });
    return customerCalls(record.options) ? dialogOf(app, record) : { _id: record.id };
  },
});

export const cancel = endpoint({
  method: 'delete',
  path: '/1/service/callback/{name}/{id}',
  summary: 'Cancel a callback',
  inferred:
    '409 when it is over already, or while the customer talks with an agent; the cancelled record as body',
  // It changes nothing: a cancel never depends on another server here.
  query: z.looseObject({ discard_ors_failure: truth.optional() }),
  answer: callbackRecord,
  async handle(app, { path }) {
    await callbackOf(app, path);
    return genesysRecord(await cancelCallback(app, path.id), fullView(app));
  },
});

export const byId = endpoint({
  method: 'get',
  path: '/1/service/callback',
  summary: 'Query a callback by its id, or callbacks of every service by their properties',
  inferred: '404 for an id that is unknown; by properties without a service',
  query: z.looseObject({ _id: z.string().optional() }),
  answer: z.union([callbackRecord, z.array(callbackRecord)]),
  async handle(app, { caller, query }) {
    const { _id: id, ...pairs } = query;
    const isOwn = ({ service }: CallbackRecord): boolean =>
      reachesService(caller, service, app.config().services);
    if (id !== undefined) {
      const record = await getCallback(app, id);
      if (!isOwn(record)) throw new RingbackError('LIMIT_REFUSED', { what: id });
      return genesysRecord(record, fullView(app));
    }
    if (Object.keys(pairs).length === 0)
      throw new RingbackError('BAD_REQUEST', { what: 'the id of the callback (_id) is missing' });
    return await byPairs(app, { service: null, isOwn }, pairs as Record<string, string>);
  },
});

export const byProperties = endpoint({
  method: 'get',
  path: '/1/service/callback/{name}',
  summary: 'Query callbacks by their properties',
  inferred: '400 without a lookup key, and with a key that is none; `_callback_state` narrows it',
  query: z.looseObject({
    operand: z.string().optional().meta({ description: 'AND (default) or OR' }),
    _callback_state: z.string().optional().meta({ description: 'several with commas' }),
  }),
  answer: z.array(callbackRecord),
  handle: (app, { path, query }) =>
    byPairs(app, { service: path.name, isOwn: () => true }, query as Record<string, string>),
});

async function byPairs(
  app: App,
  { service, isOwn }: { service: string | null; isOwn: (record: CallbackRecord) => boolean },
  given: Record<string, string>,
): Promise<unknown> {
  const { operand, _callback_state: states, ...pairs } = given;
  const query = { service, pairs, operand: operandOf(operand), ...(states && { states: statesOf(states) }) };
  const records = await findCallbacks(app, query);
  return records.filter(isOwn).map((record) => genesysRecord(record, queryView(app)));
}

/** The callback of that id, if it is one of that service. @throws CALLBACK_UNKNOWN */
export async function callbackOf(
  app: App,
  { name, id }: { name: string; id: string },
): Promise<CallbackRecord> {
  const record = await getCallback(app, id);
  if (record.service !== name) throw new RingbackError('CALLBACK_UNKNOWN', { id: id.slice(0, 100) });
  return record;
}

/** All that is known of a callback. */
function fullView(app: App): RecordView {
  return { ...app.config().genesys, returnedKeys: null };
}

/** What queries return. */
export function queryView(app: App): RecordView {
  return app.config().genesys;
}

/** States with commas between. @throws BAD_REQUEST */
export function statesOf(given: string): CallbackState[] {
  return given.split(',').map((one) => {
    const state = callbackStates.find((known) => known === one.trim());
    if (!state)
      throw new RingbackError('BAD_REQUEST', { what: `a state is one of ${callbackStates.join(', ')}` });
    return state;
  });
}

function operandOf(given: string | undefined): 'AND' | 'OR' {
  const operand = (given ?? 'AND').toUpperCase();
  if (operand === 'AND' || operand === 'OR') return operand;
  throw new RingbackError('BAD_REQUEST', { what: 'operand is AND or OR' });
}
