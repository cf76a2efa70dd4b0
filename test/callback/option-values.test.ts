import fc from 'fast-check';
import { expect, test } from 'vitest';

import { completeOptions, optionRules, readOption } from '../../src/callback/options.ts';

const values = fc.oneof(
  fc.boolean(),
  fc.integer({ min: -10, max: 500 }),
  fc.double({ min: 0, max: 400, noNaN: true }),
  fc.constantFrom(
    'true',
    'strict',
    '',
    '0,8,21',
    '1M',
    'US',
    'de',
    'ewt1',
    'CONNECT-ANYWAY',
    'voice',
    '30',
    'USERTERMINATED',
  ),
  fc.string(),
);

test('whatever value an option takes is read back as the same, from its text as well', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(optionRules)), values, (name, value) => {
      const read = readOption(name, value);
      if ('why' in read) return;
      expect(readOption(name, read.value)).toEqual(read);
      expect(readOption(name, String(read.value))).toEqual(read);
    }),
    { numRuns: 3000 },
  );
});

test('every default is a value that its option takes', () => {
  for (const [name, { fallback }] of Object.entries(optionRules))
    expect(readOption(name, fallback), name).toEqual({ value: fallback });
});

test('options of Genesys without effect are taken when they promise nothing', () => {
  const { problems } = completeOptions({
    _ors: 'http://ors',
    _enable_disposition_dialog: false,
    _route_point: '8000',
  });
  expect(problems).toEqual([]);
  expect(completeOptions({ _enable_disposition_dialog: true, _max_queue_wait: 60 }).problems).toMatchObject([
    { option: '_enable_disposition_dialog', why: expect.stringContaining('not asked for a disposition') },
    { option: '_max_queue_wait' },
  ]);
});

test('a treatment is the address of a recording, also in the form of Genesys; {} is none', () => {
  const treatment = (value: unknown): unknown => readOption('_treatment_find_agent_fail', value);
  expect(treatment(' https://media.example.com/a.wav ')).toEqual({
    value: 'https://media.example.com/a.wav',
  });
  expect(treatment('{"file": "a.wav", "hints": {"am-beep-detection": "on"}}')).toEqual({ value: 'a.wav' });
  expect(treatment({ file: 'a.wav' })).toEqual({ value: 'a.wav' });
  for (const none of ['{}', {}]) expect(treatment(none)).toEqual({ value: '{}' });
  for (const wrong of ['{', '{"file": 1}', { hints: {} }, ['a.wav'], null, { file: '{x' }])
    expect(treatment(wrong)).toMatchObject({ why: expect.stringContaining('address of a recording') });
});

test('a plug-in is a strategy of the project, however it is named', () => {
  const plugIn = (value: unknown): unknown => readOption('_plugin_on_dial_url', value);
  for (const same of [
    'after/dial',
    'after/dial.scxml',
    '/scxml/after/dial.scxml',
    'http://a:8080/scxml/after/dial',
  ])
    expect(plugIn(same)).toEqual({ value: 'after/dial.scxml' });
  expect(plugIn('')).toEqual({ value: '' });
  for (const wrong of ['http://elsewhere/plug.scxml', '../x', 'a/../../b', 'a b', '/etc/passwd', {}])
    expect(plugIn(wrong), String(wrong)).toMatchObject({ why: expect.stringContaining('of the project') });
});

test('options that do not go together are told', () => {
  expect(completeOptions({ _wait_for_agent: false, _wait_for_user_confirm: true }).problems).toEqual([
    { option: '_wait_for_user_confirm', value: true, why: 'it needs _wait_for_agent' },
  ]);
  expect(completeOptions({ _wait_for_agent: false, _reserve_before_dial: true }).problems).toHaveLength(1);
  for (const first of ['_reserve_before_dial', '_agent_preview'])
    expect(completeOptions({ [first]: true, _dial_ahead: true }).problems).toMatchObject([
      { option: '_dial_ahead', why: expect.stringContaining(first) },
    ]);
});
