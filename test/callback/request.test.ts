import { describe, expect, it } from 'vitest';

import { genesysRecord } from '../../src/callback/genesys-record.ts';
import { acceptedKvps, offerKvps } from '../../src/callback/kvps.ts';
import { readRequest, type CallbackRequest, type RequestParameters } from '../../src/callback/request.ts';
import { testService } from '../support/configuration.ts';
import { aCallback, inState } from './a-callback.ts';

const NOW = Date.UTC(2026, 0, 5, 9);
const ALL = { path: '/genesys', returnedKeys: null, privateKeys: [] };

function read(parameters: RequestParameters, options: Record<string, unknown> = {}): CallbackRequest {
  return readRequest(testService(options), { _customer_number: '2125550123', ...parameters }, NOW);
}

describe('a request for a callback', () => {
  it('needs a number, which becomes E.164', () => {
    expect(read({}).customerNumber).toBe('+12125550123');
    expect(read({ _customer_number: 2125550123 }).customerNumber).toBe('+12125550123');
    expect(() => read({ _customer_number: null })).toThrow('_customer_number is missing');
    expect(() => read({ _customer_number: ' ' })).toThrow('_customer_number is missing');
    expect(() => read({ _customer_number: ['2125550123'] })).toThrow('cannot be called');
  });

  it("keeps the pairs without an underscore as the caller's own, as text", () => {
    const { userData } = read({
      firstname: 'Ann',
      count: 3,
      nested: { a: [1] },
      empty: '',
      gone: null,
      _other: 'x',
    });
    expect(userData).toEqual({ firstname: 'Ann', count: '3', nested: '{"a":[1]}', empty: '' });
  });

  it('keeps the lookup keys, and needs the mandatory ones', () => {
    const options = {
      _customer_lookup_keys: '_customer_number,_account',
      _mandatory_customer_lookup_keys: '_account',
    };
    expect(read({ _account: 'A7' }, options).userData).toEqual({ _account: 'A7' });
    expect(() => read({}, options)).toThrow('option _account cannot be "": it is mandatory');
  });

  it('replaces the options that the service lets it replace, and no others', () => {
    const wanted = read({ _target: 'Billing > 2', _max_dial_attempts: '9' });
    expect(wanted.options).toMatchObject({ _target: 'Billing > 2', _max_dial_attempts: 3 });
    const open = { _overwritable_options: '_max_dial_attempts' };
    expect(read({ _max_dial_attempts: '9' }, open).options._max_dial_attempts).toBe(9);
    expect(() => read({ _max_dial_attempts: '99' }, open)).toThrow(
      'option _max_dial_attempts cannot be "99"',
    );
  });

  it('is refused when its data are larger than anyone needs', () => {
    expect(() => read({ note: 'x'.repeat(20_000) })).toThrow('characters at most');
  });

  it.each([
    ['_media_type', 'chat', 'it takes voice'],
    ['_call_direction', 'USERORIGINATED', 'the service has USERTERMINATED'],
  ])('is refused when %s asks for %s', (option, value, why) => {
    const parameters = { _customer_number: '+12125550123', [option]: value };
    expect(() => readRequest(testService(), parameters, 0)).toThrow(why);
  });

  it('does not let a key reach into objects', () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": true}, "constructor": "x"}') as RequestParameters;
    const { userData } = readRequest(testService(), { _customer_number: '2125550123', ...hostile }, NOW);
    expect(Object.keys(userData)).toContain('constructor');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('the pairs for reports', () => {
  it('count whole seconds since 1970', () => {
    expect(acceptedKvps({ id: 'c1', serviceStartAt: 5_999, acceptedAt: 7_000 })).toEqual({
      _CB_SERVICE_ID: 'c1',
      _CB_T_SERVICE_START: 5,
      _CB_T_CALLBACK_ACCEPTED: 7,
    });
    expect(offerKvps({ offeredAt: 1_900, acceptedAt: 12_100, waitS: 240, position: 3 })).toEqual({
      _CB_T_CALLBACK_OFFERED: 1,
      _CB_D_CALLBACK_OFFER: 11,
      _CB_EWT_WHEN_CALLBACK_WAS_OFFERED: 240,
      _CB_POS_WHEN_CALLBACK_WAS_OFFERED: 3,
    });
  });
});

describe('a callback in the Genesys API', () => {
  it('shows the keys that are always returned, and the reason only at the end', () => {
    expect(genesysRecord({ ...aCallback(), userData: { firstname: 'Ann', _id: 'forged' } }, ALL)).toEqual({
      firstname: 'Ann',
      _id: 'c1',
      _service_name: 'classic',
      _desired_time: '1970-01-01T00:16:40.000Z',
      _expiration_time: '1970-01-02T00:16:40.000Z',
      _customer_number: '+12125550100',
      _callback_state: 'QUEUED',
      _url: '/genesys/1/service/callback/classic/c1',
    });
    expect(genesysRecord(inState('COMPLETED'), ALL)).toMatchObject({ _callback_reason: 'AGENT_CONNECTED' });
  });
});
