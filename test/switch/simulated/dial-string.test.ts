import fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseOriginate, parseVariables } from '../../../src/switch/simulated/dial-string.ts';

test('a dial string is taken apart into variables, phone, gateway and what comes then', () => {
  const order = parseOriginate(
    "{origination_uuid=u1,name='A, B',note=a\\,b\\sc}sofia/gateway/trunk/+1415@host ringback XML ringback",
  );
  expect(order).toMatchObject({ endpoint: 'sofia', gateway: 'trunk', phone: '+1415' });
  expect(order?.then).toEqual({ extension: 'ringback' });
  expect([...(order?.variables ?? [])]).toEqual([
    ['origination_uuid', 'u1'],
    ['name', 'A, B'],
    ['note', 'a,b c'],
  ]);
});

test('an application may stand in place of an extension, and an agent is dialled as a user', () => {
  const order = parseOriginate('user/1001 &playback(tone_stream://%(500,0,440))');
  expect(order?.phone).toBe('user/1001');
  expect(order?.then).toEqual({ app: 'playback', data: 'tone_stream://%(500,0,440' });
});

test('another separator keeps commas in values', () => {
  expect(parseVariables('^^:a=1,2:b=3')).toEqual([
    ['a', '1,2'],
    ['b', '3'],
  ]);
});

test('values that were escaped come back as they were', () => {
  const escaped = (value: string): string => value.replace(/[\\',;=]/g, '\\$&').replaceAll(' ', '\\s');
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (value) => {
      expect(parseVariables(`a=${escaped(value)},b=2`)).toEqual([
        ['a', value],
        ['b', '2'],
      ]);
    }),
  );
});

test('no text makes the parser throw', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      parseOriginate(text);
      parseOriginate(`{${text}}sofia/x/${text} &park()`);
    }),
  );
});
