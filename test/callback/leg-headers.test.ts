import fc from 'fast-check';
import { expect, it } from 'vitest';

import { filledHeaders, headerName } from '../../src/callback/leg-headers.ts';

it('what is known takes the place of the names; a header of which nothing is known is left out', () => {
  const texts = { 'X-Offer': '{service}: {subject}', 'X-Customer': '{customerId}', 'User-to-User': '{id}' };
  expect(filledHeaders(texts, { service: 'classic', subject: null, customerId: null, id: 7 })).toEqual({
    'X-Offer': 'classic: ',
    'User-to-User': '7',
  });
});

it('what is known is put in as it is, and never read as a text with names', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      const filled = filledHeaders({ 'X-Both': '<{one}|{other}>' }, { one, other });
      expect(filled['X-Both']).toBe(one === '' && other === '' ? undefined : `<${one}|${other}>`);
    }),
    {
      examples: [
        ['{other}', '$&'],
        ['$1', '{one}'],
      ],
    },
  );
});

it('names that every object has are not known', () => {
  expect(filledHeaders({ 'X-A': '{constructor}{__proto__}' }, {})).toEqual({});
});

it.each(['X-Customer', 'X-1', 'User-to-User'])('%s is a header', (name) => {
  expect(name).toMatch(headerName);
});

it.each(['X-', 'X-FS-Support', 'x-small', 'Via', 'X-A B', 'X-A:', 'X-A\r\nVia', 'User-To-User2', 'X-ä'])(
  '%j is none',
  (name) => {
    expect(name).not.toMatch(headerName);
  },
);
