import { expect, test } from 'vitest';

import { attachedData, checkedUserData } from '../../src/callback/user-data.ts';
import { aCallback } from './a-callback.ts';

const userData = { firstname: 'Ada', subject: 'Billing', _account: '42' };

test.each([
  ['single_json', { GMS_UserData: '{"firstname":"Ada","subject":"Billing"}' }],
  ['separate_keys', { firstname: 'Ada', subject: 'Billing' }],
  ['gms_storage_id', { GMS_UserData: 'c1' }],
])('with _attach_udata=%s the call has what GMS has there', (mode, pairs) => {
  expect(attachedData({ ...aCallback({ _attach_udata: mode }), userData })).toEqual(pairs);
});

test('who said nothing has nothing on the call; keys of the service never are', () => {
  for (const mode of ['single_json', 'separate_keys'])
    expect(attachedData({ ...aCallback({ _attach_udata: mode }), userData: { _account: '42' } })).toEqual({});
});

test('more than anyone needs is refused', () => {
  const keys = (count: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'x']));
  expect(checkedUserData(keys(200))).toEqual(keys(200));
  expect(() => checkedUserData(keys(201))).toThrow('200 keys at most');
  expect(() => checkedUserData({ note: 'x'.repeat(16_381) })).toThrow('16384 characters at most');
});
