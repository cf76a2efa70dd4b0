import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { callerNumber, checkNumber, numberRules, type NumberRules } from '../../src/callback/numbers.ts';
import { completeOptions } from '../../src/callback/options.ts';

const us = numberRules(completeOptions({}).options);

function e164(input: string, rules: NumberRules = us): string {
  const checked = checkNumber(input, rules);
  return checked.ok ? checked.number : `refused: ${checked.why}`;
}

describe('a number that is keyed or sent', () => {
  it.each([
    ['2125550123', '+12125550123'],
    ['12125550123', '+12125550123'],
    ['(212) 555-0123', '+12125550123'],
    ['+1 212 555 0123', '+12125550123'],
    ['00442079460000', '+442079460000'],
    ['011442079460000', '+442079460000'],
    ['0012125550123', '+12125550123'],
    ['+4930123456', '+4930123456'],
  ])('%s becomes %s in the United States', (input, expected) => {
    expect(e164(input)).toBe(expected);
  });

  it.each([
    ['GB', '01134960000', '+441134960000'],
    ['GB', '0012125550123', '+12125550123'],
    ['ZA', '0117884000', '+27117884000'],
    ['DE', '030 123456', '+4930123456'],
    ['DE', '01112125550123', '+12125550123'],
  ])('is read as people in %s write it: %s', (country, input, expected) => {
    expect(e164(input, { ...us, country })).toBe(expected);
  });

  it.each([
    ['', 'it is empty'],
    ['   ', 'it is empty'],
    ['hello', 'not a telephone number'],
    ['911', 'wrong number of digits'],
    ['5551234', 'wrong number of digits'],
    ['+1212555012345', 'wrong number of digits'],
    ['1-900-555-1234', 'premium-rate'],
    ['+4490912345678'.slice(0, 13), 'premium-rate'],
    ['+1 212 555 0123 ext 5', 'extension'],
    ['2125550123; rm -rf /', 'not a telephone number'],
    ['2125550123}${system(id)}', 'not a telephone number'],
    ['9'.repeat(500), 'too long'],
  ])('"%s" is refused: %s', (input, why) => {
    expect(e164(input)).toContain('refused');
    expect(e164(input)).toContain(why);
  });

  it('may be premium or impossible where the service says so', () => {
    expect(e164('19005551234', { ...us, refusePremium: false })).toBe('+19005551234');
    expect(e164('5551234', { ...us, refuseImpossible: false })).toBe('+15551234');
  });

  it('is E.164 or refused, whatever it is', () => {
    const keys = fc.string({ unit: fc.constantFrom(...Array.from('0123456789+ -()*#;,@xt')), maxLength: 40 });
    fc.assert(
      fc.property(fc.oneof(keys, fc.string()), (input) => {
        const checked = checkNumber(input, us);
        if (checked.ok) expect(checked.number).toMatch(/^\+[1-9]\d{6,14}$/);
        else expect(checked.why).not.toBe('');
      }),
    );
  });
});

describe('the calling number of a call', () => {
  it.each([
    ['+12125550123', '+12125550123'],
    ['2125550123', '+12125550123'],
    ['442079460000', '+442079460000'],
    ['tel:+1-212-555-0123;phone-context=example.com', '+12125550123'],
    ['sip:+12125550123@10.0.0.1:5060;user=phone', '+12125550123'],
    ['sips:2125550123:secret@host', '+12125550123'],
    ['"Ann Lee" <sip:2125550123@host;tag=1>;x=y', '+12125550123'],
  ])('%s is %s', (from, expected) => {
    expect(callerNumber(from, us)).toBe(expected);
  });

  it.each([
    '',
    'anonymous',
    'Anonymous',
    'sip:anonymous@anonymous.invalid',
    'restricted',
    'unavailable',
    'private',
    '1001',
    'sip:1001@pbx',
    'sip:alice@example.com',
    '"2125550123" <sip:anonymous@anonymous.invalid>',
    '19005551234',
    '<<<>>>',
  ])('"%s" is unknown', (from) => {
    expect(callerNumber(from, us)).toBeNull();
  });

  it('is a number or unknown, whatever was sent', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (from) => {
        expect(callerNumber(from, us) ?? '+1000000').toMatch(/^\+[1-9]\d{6,14}$/);
      }),
    );
  });
});
