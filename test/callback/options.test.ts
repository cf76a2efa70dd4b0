import { describe, expect, it } from 'vitest';

import { completeOptions, listOption, msOption, optionRules } from '../../src/callback/options.ts';

function problem(options: Record<string, unknown>): string {
  return completeOptions(options)
    .problems.map((one) => `${one.option} ${one.why}`)
    .join('; ');
}

describe('the options of a service', () => {
  it('have the defaults of the documentation', () => {
    const { options, problems } = completeOptions({});
    expect(problems).toEqual([]);
    expect(options).toMatchObject({
      _call_direction: 'USERTERMINATED',
      _wait_for_agent: true,
      _wait_for_user_confirm: false,
      _max_dial_attempts: 3,
      _dial_retry_timeout: 600,
      _ttl: 86_400,
      _agent_reserve_timeout: 30,
      _urs_queued_ttl: 14_400,
      _default_country: 'US',
      _enable_in_queue_checking: true,
      _request_time_bucket: 5,
      _max_request_by_time_bucket: 100,
      _reject_future_desired_time: '1M',
    });
  });

  it('all have defaults that they would accept', () => {
    for (const rule of Object.values(optionRules))
      expect(rule.read(rule.fallback)).toEqual({ value: rule.fallback });
  });

  it('may be written as text, as forms and YAML quotes do', () => {
    const { options, problems } = completeOptions({
      _wait_for_agent: 'false',
      _max_dial_attempts: '2',
      _dial_retry_timeout: '0.05',
      _enable_in_queue_checking: 'strict',
      _request_time_bucket: '30',
      _default_country: 'de',
      _customer_lookup_keys: ['_customer_number', 'account'],
    });
    expect(problems).toEqual([]);
    expect(options).toMatchObject({ _wait_for_agent: false, _max_dial_attempts: 2, _default_country: 'DE' });
    expect(options).toMatchObject({ _enable_in_queue_checking: 'strict', _request_time_bucket: 30 });
    expect(msOption(options, '_dial_retry_timeout')).toBe(50);
    expect(listOption(options, '_customer_lookup_keys')).toEqual(['_customer_number', 'account']);
  });

  it.each([
    ['_max_dial_attempts', 0],
    ['_max_dial_attempts', 2.5],
    ['_max_dial_attempts', 'three'],
    ['_dial_retry_timeout', -1],
    ['_dial_retry_timeout', 0],
    ['_dial_retry_timeout', 'Infinity'],
    ['_wait_for_agent', 'maybe'],
    ['_request_time_bucket', 7],
    ['_reject_future_desired_time', '1 month'],
    ['_default_country', 'Germany'],
    ['_call_direction', 'BOTH'],
    ['_ttl', null],
    ['_target', { a: 1 }],
  ])('%s cannot be %j', (option, value) => {
    expect(problem({ [option]: value })).toContain(option);
  });

  it('keep the default where there is a mistake, and name every mistake', () => {
    const { options, problems } = completeOptions({ _ttl: 'x', _priority: 'y' });
    expect(problems.map((one) => one.option)).toEqual(['_ttl', '_priority']);
    expect(options._ttl).toBe(86_400);
  });

  it('are refused when there is no such option, also one named like a member of objects', () => {
    expect(problem({ _tll: 1 })).toBe('_tll there is no such option');
    expect(problem({ constructor: 1 })).toBe('constructor there is no such option');
  });

  it('must let every mandatory key be searched', () => {
    expect(problem({ _mandatory_customer_lookup_keys: 'account' })).toContain('account is mandatory');
  });
});
