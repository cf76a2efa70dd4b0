import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';

import { completeOptions, optionRules, readOption } from '../../src/callback/options.ts';
import { waitMethods } from '../../src/callback/wait-method.ts';

/** Words that some option takes. */
const words: string[] = [
  ...['separate_keys', 'gms_storage_id', 'subscribe_notify', 'notify', 'httpcb', 'orscb'],
  ...[
    'true',
    'false',
    'strict',
    '',
    'AGENT',
    'CUSTOMER',
    'USERTERMINATED',
    'USERORIGINATED',
    'CONNECT-ANYWAY',
  ],
  ...[
    'voice',
    '0,8,21',
    '3600,0,24',
    '1M',
    '2w',
    '90m',
    'US',
    'de',
    ...waitMethods,
    '5',
    '10',
    '20',
    '60',
    '120',
  ],
  ...[
    '{"file": "sorry.wav"}',
    '{}',
    'https://media.example.com/a.wav',
    'after/dial',
    '0049',
    '*31#',
    'account,name',
  ],
  ...Object.values(optionRules).map(({ fallback }) => String(fallback)),
];

const values = fc.oneof(
  fc.boolean(),
  fc.integer({ min: -10, max: 500 }),
  fc.double({ min: 0, max: 400, noNaN: true }),
  fc.constantFrom(...words),
  fc.array(fc.constantFrom('_customer_number', 'account', '_target'), { maxLength: 3 }),
  fc.string(),
);

/** Options that take one value and no other. */
const single = ['_media_type'];

test('whatever value an option takes is read back as the same: by itself, from text, from YAML and from a form', () => {
  const seen = new Map<string, Set<unknown>>(Object.keys(optionRules).map((name) => [name, new Set()]));
  fc.assert(
    fc.property(values, (value) => {
      for (const name of Object.keys(optionRules)) {
        const read = readOption(name, value);
        if ('why' in read) continue;
        seen.get(name)?.add(read.value);
        expect(readOption(name, read.value)).toEqual(read);
        expect(readOption(name, String(read.value))).toEqual(read);
        expect(readOption(name, (parse(stringify({ it: read.value })) as { it: unknown }).it)).toEqual(read);
        const form = new URLSearchParams(new URLSearchParams({ it: String(read.value) }).toString());
        expect(readOption(name, form.get('it'))).toEqual(read);
      }
    }),
    { numRuns: 400, examples: words.map((word): [string] => [word]) },
  );
  // Every option was tried with more than its default.
  for (const [name, taken] of seen) expect(taken.size, name).toBeGreaterThan(single.includes(name) ? 0 : 1);
});

test('a whole set of options is read back from its print as the same', () => {
  const given = fc.dictionary(fc.constantFrom(...Object.keys(optionRules)), values);
  fc.assert(
    fc.property(given, (some) => {
      const { options } = completeOptions(some);
      expect(completeOptions(parse(stringify(options)) as typeof options).options).toEqual(options);
    }),
    { numRuns: 500 },
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
    { option: '_enable_disposition_dialog', why: expect.stringContaining('ask agents for a code') },
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
  expect(completeOptions({ _enable_status_notification: 'subscribe_notify' }).problems).toMatchObject([
    { option: '_status_notification_target' },
  ]);
  expect(completeOptions({ _enable_notification_reminder: true }).problems).toMatchObject([
    { option: '_enable_notification_reminder', why: 'it needs _enable_status_notification' },
  ]);
  expect(completeOptions({ _status_notification_events: '_cbe_on_rain' }).problems).toMatchObject([
    { option: '_status_notification_events', value: '_cbe_on_rain' },
  ]);
  for (const first of ['_reserve_before_dial', '_agent_preview'])
    expect(completeOptions({ [first]: true, _dial_ahead: true }).problems).toMatchObject([
      { option: '_dial_ahead', why: expect.stringContaining(first) },
    ]);
});
