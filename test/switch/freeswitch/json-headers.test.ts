import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { JsonHeaders } from '../../../src/switch/freeswitch/json-headers.ts';

const name = fc.oneof(
  fc.constantFrom('Unique-ID', 'Event-Name', 'variable_ringback_leg', '_body', '__proto__', 'toString'),
  fc.stringMatching(/^[A-Za-z_-]{1,12}$/),
);
/** Also values that look like names, or try to end theirs and begin another. */
const value = fc.oneof(
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme' }) },
  fc.tuple(name, name).map(([one, other]) => `${one}","${other}":"`),
  fc.tuple(name, name).map(([one, other]) => `${one}\\","${other}":"\\`),
  name.map((one) => `"${one}":"forged"`),
  name,
);

describe('headers of an event that is JSON', () => {
  it('are those that the text has as a whole, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), name, fc.nat(1), (pairs, asked, indent) => {
        const given = new Map(pairs);
        // Own properties of any name, as the switch writes them.
        const lines = [...given].map(([key, its]) => `${JSON.stringify(key)}:${JSON.stringify(its)}`);
        const headers = JsonHeaders.of(`{${lines.join(indent === 1 ? ',\n ' : ',')}}\n`);
        expect(headers?.get(asked)).toBe(given.get(asked));
        expect(new Map(headers?.entries())).toEqual(given);
        expect(headers?.get(asked)).toBe(given.get(asked));
      }),
    );
  });

  it('are told of a number too, and of a name that is written with escapes', () => {
    expect(JsonHeaders.of('{"a":7, "b" : "x"}')?.get('a')).toBe('7');
    expect(JsonHeaders.of('{"a":7, "b" : "x"}')?.get('b')).toBe('x');
    expect(JsonHeaders.of('{"\\u0061":"x"}')?.get('a')).toBe('x');
  });

  it.each(['', '[]', 'null', '"{}', '{"a":"b"'])('%s has none', (text) => {
    expect(JsonHeaders.of(text)).toBeNull();
  });

  it.each(['{"a":}', '{"a":"b"', '{a}', '{"a":"'])('%s}, cut and mended, says nothing wrong', (text) => {
    const headers = JsonHeaders.of(`${text}}`);
    expect([...(headers?.entries() ?? [])]).toSatisfy((all: unknown[]) => all.length <= 1);
    expect(headers?.get('b')).toBeUndefined();
  });
});
