import { json, Router, type Request } from 'express';

import { barNumber, barredNumber, barredNumbers, unbarNumber, type Wish } from '../app/barred-numbers.ts';
import type { App } from '../app/ports.ts';
import { LONGEST_REASON } from '../callback/barred-number.ts';
import { RingbackError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { callerOf } from './access.ts';
import { bodyParameters, queryParameters } from './request-parameters.ts';
import { BODY_LIMIT } from './respond.ts';

const MOST = 500;

/** `/api/v1/do-not-call`: numbers that are never called, for whichever service; with who wanted it, and why. */
export function doNotCallRouter(app: App): Router {
  const router = Router();
  const body = json({ limit: BODY_LIMIT });
  router.get('/do-not-call', async (request, response) => {
    const { after = null, limit = '100' } = queryParameters(request);
    if (!/^[1-9][0-9]{0,2}$/.test(limit) || Number(limit) > MOST)
      throw bad(`limit is a whole number from 1 to ${MOST}`);
    response.json(await barredNumbers(app, after === null ? null : numberOf(after), Number(limit)));
  });
  router.post('/do-not-call', body, async (request, response) => {
    const { number, reason, source } = bodyParameters(request);
    const wish = wishOf({ reason, source }, callerOf(response).name);
    const { entry, added, ended } = await barNumber(app, numberOf(number), wish);
    response.status(added ? 201 : 200).json({ ...entry, ended });
  });
  router.get('/do-not-call/:number', async (request, response) => {
    response.json(await barredNumber(app, numberOf(request.params.number)));
  });
  router.delete('/do-not-call/:number', async (request: Request<{ number: string }>, response) => {
    const { reason, source } = queryParameters(request);
    const wish = wishOf({ reason, source }, callerOf(response).name);
    response.json(await unbarNumber(app, numberOf(request.params.number), wish));
  });
  return router;
}

/** Of any country, and of none: only its form counts, so that nothing that could be dialled cannot be listed. */
function numberOf(written: Json | undefined): string {
  const number = typeof written === 'string' ? written.replace(/[\s()./-]/g, '') : '';
  if (!/^\+[1-9]\d{3,14}$/.test(number))
    throw bad('number is one with its country code, such as +442071838750');
  return number;
}

function wishOf({ reason, source }: Record<'reason' | 'source', Json | undefined>, by: string): Wish {
  return { by, reason: textOf('reason', reason), source: textOf('source', source) };
}

function textOf(field: string, given: Json | undefined): string {
  if (given === undefined || given === null) return '';
  if (typeof given === 'string' && given.length <= LONGEST_REASON) return given.toWellFormed();
  throw bad(`${field} is a text of ${LONGEST_REASON} characters at most`);
}

function bad(what: string): RingbackError {
  return new RingbackError('BAD_REQUEST', { what });
}
