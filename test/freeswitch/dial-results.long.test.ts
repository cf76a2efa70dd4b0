import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { createCallback } from '../../src/app/create-callback.ts';
import type { DialResult } from '../../src/callback/record.ts';
import { findLab, type Lab } from '../support/freeswitch-lab.ts';
import { LabWorld } from './lab-world.ts';

const found = findLab('dial results');

/** A far end, what its one attempt comes to, and the switch's own words for it. */
const farEnds: [name: string, result: DialResult, detail: string | null][] = [
  ['busy_486', 'BUSY', 'USER_BUSY 486'],
  ['reject_603', 'BUSY', 'CALL_REJECTED 603'],
  ['notfound_404', 'ERROR_TONE', 'UNALLOCATED_NUMBER 404'],
  ['noanswer_180', 'NO_ANSWER', 'NO_ANSWER'],
  ['answer_machine', 'ANSWERING_MACHINE', null],
  ['answer_fax_ced', 'FAX', null],
];

describe.runIf(found)('the dial result of a callback on a real FreeSWITCH', () => {
  const lab = found as Lab;
  beforeAll(() => lab.start(), 300_000);
  afterAll(() => lab.stop());

  it.each(farEnds)(
    '%s is %s',
    async (name, result, detail) => {
      const customer = await lab.farEnd(name);
      const options = { _max_dial_attempts: 1, _dial_timeout: 3 };
      const world = await LabWorld.open({ customer: customer.port, options });
      onTestFinished((context) => world.close(context));

      const { app } = world.ringback;
      const parameters = { _customer_number: '+14155550142' };
      await createCallback(app, { service: 'classic', id: null, parameters, kvps: {} });
      const given = await world.callbackThat(({ state }) => state === 'COMPLETED');
      expect(given).toMatchObject({ reason: 'FAIL_CALL_TO_CUSTOMER', lastDialResult: result });
      expect(given.attempts).toMatchObject([{ result, detail }]);
      expect(await customer.ended).toBe(0);
      expect(customer.wire().match(/^INVITE /gm)).toHaveLength(1);
    },
    60_000,
  );
});
