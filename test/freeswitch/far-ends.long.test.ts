import { expect, it } from 'vitest';

import type { DialResult } from '../../src/callback/record.ts';
import { farEndNames } from '../support/simulated-far-ends.ts';
import { onEveryLab } from '../support/telephone-lab.ts';
import { LabWorld } from './lab-world.ts';

/** Every far end of the lab: what one attempt comes to there, and the switch's own words for it. */
const farEnds: [name: string, results: DialResult[], detail?: string][] = [
  ['addrincomplete_484', ['ERROR_TONE'], 'INVALID_NUMBER_FORMAT 484'],
  ['answer_dtmf1', ['CONNECTED']],
  ['answer_dtmf1_4s', ['CONNECTED']],
  ['answer_dtmf1_early', ['CONNECTED']],
  ['answer_dtmf9_1', ['PERSON'], 'WRONG_PERSON'],
  ['answer_dtmf_1234', ['CONNECTED']],
  ['answer_fax_ced', ['FAX']],
  // Its calling tone comes every three seconds: as short as a hello, and as a beep.
  ['answer_fax_cng', ['FAX']],
  ['answer_hangup', ['PERSON']],
  ['answer_hangup_reason', ['PERSON']],
  ['answer_human', ['PERSON']],
  ['answer_human_dtmf1', ['CONNECTED']],
  // As long as the longest hello of a person: 1.81 s one time, 1.79 s another.
  ['answer_human_long', ['ANSWERING_MACHINE', 'PERSON']],
  ['answer_machine', ['ANSWERING_MACHINE']],
  ['answer_machine440', ['ANSWERING_MACHINE']],
  // A greeting as short as a hello; the beep comes when the silence after it may have told a person already.
  ['answer_machine_short', ['ANSWERING_MACHINE', 'PERSON']],
  ['answer_plain', ['PERSON']],
  ['answer_silence', ['PERSON']],
  ['busy_486', ['BUSY'], 'USER_BUSY 486'],
  ['busy_600', ['BUSY'], 'USER_BUSY 600'],
  // The network's ringing tone goes on after the answer.
  ['early_answer', ['ANSWERING_MACHINE']],
  ['early_inband_busy', ['NO_ANSWER'], 'NO_ANSWER'],
  ['early_ringback', ['NO_ANSWER'], 'NO_ANSWER'],
  ['early_sit_404', ['NO_ANSWER'], 'NO_ANSWER'],
  ['forbidden_403', ['CREATE_CALL_ERROR'], 'CALL_REJECTED 403'],
  ['gone_410', ['ERROR_TONE'], 'NUMBER_CHANGED 410'],
  ['gwtimeout_504', ['CREATE_CALL_ERROR'], 'RECOVERY_ON_TIMER_EXPIRE 504'],
  ['noanswer_180', ['NO_ANSWER'], 'NO_ANSWER'],
  ['notacceptable_488', ['CREATE_CALL_ERROR'], 'INCOMPATIBLE_DESTINATION 488'],
  ['notfound_404', ['ERROR_TONE'], 'UNALLOCATED_NUMBER 404'],
  ['overload_503', ['CREATE_CALL_ERROR'], 'NORMAL_TEMPORARY_FAILURE 503'],
  ['q850_congestion_503', ['CREATE_CALL_ERROR'], 'NORMAL_CIRCUIT_CONGESTION 503'],
  ['q850_unallocated_404', ['ERROR_TONE'], 'UNALLOCATED_NUMBER 404'],
  ['reject_603', ['BUSY'], 'CALL_REJECTED 603'],
  ['rejected_607', ['BUSY'], 'UNWANTED 607'],
  ['srv_500', ['CREATE_CALL_ERROR'], 'NORMAL_TEMPORARY_FAILURE 500'],
  ['timeout_408', ['NO_ANSWER'], 'RECOVERY_ON_TIMER_EXPIRE 408'],
  ['unavail_480', ['NO_ANSWER'], 'NO_USER_RESPONSE 480'],
];

const options = { _max_dial_attempts: 1, _dial_timeout: 5, _user_confirm_timeout: 5 };

it('every far end of the lab is here', () => {
  expect(farEnds.map(([name]) => name)).toEqual(farEndNames);
});

onEveryLab('the dial result of a callback', (site) => {
  it.for(farEnds)('at %s is %s', { timeout: 90_000 }, async (farEnd, { onTestFinished, task }) => {
    const [name, results, detail] = farEnd;
    const lab = await site.lab(onTestFinished);
    const customer = await lab.farEnd(name);
    const world = await LabWorld.open(lab, { customer, options });
    onTestFinished(() => world.close({ task }));

    await world.book();
    const closed = await world.callbackThat(({ attempts }) => typeof attempts[0]?.endedAt === 'number');
    expect(results).toContain(closed.attempts[0]?.result);
    if (detail !== undefined) expect(closed.attempts[0]?.detail).toBe(detail);
    expect(closed.attempts).toHaveLength(1);
    await world.hangUpAll();
    expect(customer.heard().filter((request) => request === 'INVITE')).toHaveLength(1);
  });
});
