import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { legVariablesOf, userDataOf } from '../../../src/switch/freeswitch/channel-facts.ts';
import { legToDial, setVariablesCommand } from '../../../src/switch/freeswitch/encoding.ts';
import { EslEvent } from '../../../src/switch/freeswitch/esl-event.ts';
import { callerHeaders, headersOf, inviteHeaders } from '../../../src/switch/freeswitch/sip-headers.ts';
import { parseOriginateLine, parseVariableList } from '../../support/freeswitch-parser.ts';

/** Text that means something to SIP, to FreeSWITCH or to nobody. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '\r\n',
      '\n',
      '\0',
      '%0d%0a',
      '${',
      '}',
      "'",
      '"',
      '\\',
      ',',
      ';',
      '=',
      '^^:',
      ' ',
      '\u2028',
    ),
    fc.constantFrom('\ud800', '\u00e4', '\u{1f600}', ';encoding=hex', 'Via: '),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }),
  ),
  maxLength: 60,
});

/** The user data of a call that came in with this header. */
function cameIn(header: string, value: string): Record<string, string> {
  return userDataOf(new EslEvent(new Map([[`variable_sip_h_${header}`, value]])));
}

describe('headers that go out', () => {
  it('are one line each and say what was meant, whatever it is, and nothing else becomes one', () => {
    fc.assert(
      fc.property(hostile, hostile, (name, value) => {
        const headers = { 'X-Subject': value, 'User-to-User': value, [`X-${name}`]: value, [name]: value };
        const variables = { ...inviteHeaders(headers), last: 'end' };
        for (const written of Object.values(variables))
          expect(written).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
        const dialled = legToDial(variables, 'sofia/gateway/trunk/1');
        const names = parseOriginateLine(`${dialled} park XML default`).variables.map(([each]) => each);
        expect(names.at(-1)).toBe('last');
        for (const each of names.slice(0, -1)) expect(each).toMatch(/^sip_h_(X-[A-Za-z0-9-]+|User-to-User)$/);
        expect(names).toContain('sip_h_X-Subject');
        const set = /^api uuid_setvar_multi call-1 ([^\n]*)\n\n$/.exec(
          setVariablesCommand('call-1', variables),
        );
        expect(parseVariableList(set?.[1] ?? '').map(([each]) => each)).toEqual(names);
      }),
      { numRuns: 500 },
    );
  });

  it('are those of the INVITE on a leg; on a caller’s call those of its refusal and its BYE too', () => {
    expect(inviteHeaders({ 'X-A': 'b' })).toEqual({ 'sip_h_X-A': 'b' });
    expect(callerHeaders({ 'X-A': 'b' })).toEqual({
      'sip_h_X-A': 'b',
      'sip_rh_X-A': 'b',
      'sip_bye_h_X-A': 'b',
    });
  });

  it('stand beside the leg’s own variables, which they cannot overwrite', () => {
    const request = {
      ...{ id: 'leg-1', callerId: { number: '+15550100', name: '' }, timeoutS: 9 },
      to: { kind: 'phone', phone: 'user/1001' } as const,
      variables: { 'sip_h_X-Subject': 'from user data' },
      headers: { 'X-Subject': 'Invoice 7', origination_uuid: 'other' },
    };
    expect(legVariablesOf(request, { door: '127.0.0.1:8084', listened: false })).toMatchObject({
      'sip_h_X-Subject': 'Invoice 7',
      origination_uuid: 'leg-1',
    });
  });

  it('are cut between characters: texts at 500, User-to-User at 128 octets', () => {
    const { 'sip_h_X-A': text = '', 'sip_h_User-to-User': data = '' } = inviteHeaders({
      'X-A': '\u{1f600}'.repeat(600),
      'User-to-User': `a${'\u00e4'.repeat(600)}`,
    });
    expect(Array.from(text)).toHaveLength(500);
    expect(data).toBe(`61${'c3a4'.repeat(63)};encoding=hex`);
  });
});

describe('headers that come in', () => {
  it('are user data, however their names are written', () => {
    expect(cameIn('X-Segment', 'gold')).toEqual({ 'X-Segment': 'gold' });
    expect(cameIn('x-Segment', 'gold')).toEqual({ 'X-Segment': 'gold' });
    expect(cameIn('P-Asserted-Identity', '<sip:a@b>')).toEqual({});
  });

  it.each([
    ['656e;encoding=hex', 'en'],
    ['656E ; encoding="HEX";purpose=isdn-uui;content=isdn-uui', 'en'],
    ['04656e;encoding=hex;purpose=isdn-uui', 'en'],
    ['00656e;encoding=hex', 'en'],
    ['7a c3bc;encoding=hex', '7a'],
    ['7ac3bc;encoding=hex, 656e;encoding=hex', 'z\u00fc'],
    ['"plain, \\"quoted\\" text";encoding=token', 'plain, "quoted" text'],
    ['order=7', 'order=7'],
    ['123456', '123456'],
    ['ff00ff;encoding=hex', 'ff00ff'],
    ['0d0a5669613a;encoding=hex', '0d0a5669613a'],
    ['65g;encoding=hex', '65g'],
    ['656;encoding=hex', '656'],
  ])('User-to-User %j is read as %j', (value, text) => {
    expect(cameIn('User-to-User', value)).toEqual({ 'User-to-User': text });
    expect(cameIn('user-to-user', value)).toEqual({ 'User-to-User': text });
  });

  it('are texts of no more than 2000 characters, whatever stands there; an empty one is none', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        for (const text of Object.values(cameIn('User-to-User', value.repeat(50))))
          expect(text.length).toBeLessThanOrEqual(2_000);
      }),
    );
    expect(cameIn('User-to-User', '')).toEqual({});
    expect(cameIn('User-to-User', ';encoding=hex')).toEqual({});
  });

  it('a User-to-User of ours comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (text) => {
        const { 'sip_h_User-to-User': data = '' } = inviteHeaders({ 'User-to-User': text });
        const back = headersOf(new EslEvent(new Map([['variable_sip_h_User-to-User', data]])))[
          'User-to-User'
        ];
        expect(text.startsWith(back ?? '?')).toBe(true);
        if (Buffer.byteLength(text) <= 128) expect(back).toBe(text);
      }),
    );
  });
});
