import { json, Router } from 'express';

import { RingbackError } from '../core/errors.ts';
import { endWithReader } from './http-server.ts';
import { textParameters } from './request-parameters.ts';
import { BODY_LIMIT } from './respond.ts';

/** A phone of the simulated switch that is used from a keyboard. */
export interface TestPhone {
  /** Rings `to`; yields what happens a line each, the last one `connected` when an agent talks. */
  call(request: { to: string; from: string; keys: string }, signal: AbortSignal): AsyncIterable<string>;
}

/** `POST /api/v1/test-phone/calls`: exists only beside a simulated switch. Answers lines of text as they happen. */
export function testPhoneRouter(phone: TestPhone): Router {
  const router = Router();
  router.post('/test-phone/calls', json({ limit: BODY_LIMIT }), async (request, response) => {
    const { to, from = '+14155550142', keys = '' } = textParameters(request);
    if (!to) throw new RingbackError('BAD_REQUEST', { what: 'the number to ring (to) is missing' });
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    endWithReader(response);
    let begun = false;
    for await (const line of phone.call({ to, from, keys }, gone.signal)) {
      if (!begun)
        response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
      begun = true;
      response.write(`${line}\n`);
    }
    response.end();
  });
  return router;
}
