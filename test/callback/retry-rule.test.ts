import { describe, expect, it } from 'vitest';

import { dialResultOf } from '../../src/callback/dial-result.ts';
import { againAfter, type RetryRules } from '../../src/callback/retry-rule.ts';

const USUAL_S = 600;

function after(cause: string, sipStatus: number | null, rules: RetryRules = {}): number | null {
  const result = dialResultOf({ cause, sipStatus, answered: false });
  return againAfter({ result, cause, sipStatus }, rules, USUAL_S);
}

describe('a number is dialled again', () => {
  it.each([
    ['USER_BUSY', 486],
    ['NO_ANSWER', null],
    ['CALL_REJECTED', 603],
    ['NORMAL_TEMPORARY_FAILURE', 503],
    ['UNKNOWN', null],
  ])('after the usual pause: %s %s', (cause, status) => {
    expect(after(cause, status)).toBe(USUAL_S);
  });

  it.each([
    ['UNALLOCATED_NUMBER', 404],
    ['NUMBER_CHANGED', 410],
    ['INVALID_NUMBER_FORMAT', 484],
    ['NORMAL_CLEARING', 604],
    ['UNWANTED', 607],
    // A Reason of the far end over a status that says less.
    ['UNALLOCATED_NUMBER', 503],
  ])('never: %s %s', (cause, status) => {
    expect(after(cause, status)).toBeNull();
  });

  it('as the service says of the result, whatever else would be so', () => {
    const rules: RetryRules = { BUSY: 60, NO_ANSWER: null, ERROR_TONE: 5 };
    expect(after('USER_BUSY', 486, rules)).toBe(60);
    expect(after('NO_ANSWER', null, rules)).toBeNull();
    expect(after('UNALLOCATED_NUMBER', 404, rules)).toBe(5);
    expect(after('NORMAL_TEMPORARY_FAILURE', 503, rules)).toBe(USUAL_S);
  });
});
