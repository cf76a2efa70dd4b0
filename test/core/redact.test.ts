import fc from 'fast-check';
import { expect, test } from 'vitest';

import { redact } from '../../src/core/redact.ts';

const hidden = ['card', 'PIN'];

test('the value of a key is hidden at any depth, however the key is written', () => {
  const document = {
    card: '4111',
    list: [{ Pin: 1234, name: 'Ada' }],
    deep: { CARD: { number: '99', none: null } },
  };
  expect(redact(document, hidden)).toEqual({
    card: '***',
    list: [{ Pin: '***', name: 'Ada' }],
    deep: { CARD: { number: '***', none: null } },
  });
});

test('texts that are JSON are looked into, and other texts do not repeat a value', () => {
  const document = {
    udata: '{"card":"41112222","name":"Ada"}',
    log: 'paid with 41112222',
    short: 'a 12 b',
    pin: '12',
  };
  expect(redact(document, hidden)).toEqual({
    udata: '{"card":"***","name":"Ada"}',
    log: 'paid with ***',
    short: 'a 12 b',
    pin: '***',
  });
});

test('each entry of a list is a document by itself', () => {
  const list = [{ card: 'Berlin' }, { city: 'Berlin' }];
  expect(redact(list, hidden)).toEqual([{ card: '***' }, { city: 'Berlin' }]);
});

test('without keys nothing is copied, and what is given is never changed', () => {
  const document = Object.freeze({ card: Object.freeze({ number: '41112222' }) });
  expect(redact(document, [])).toBe(document);
  expect(redact(document, hidden)).not.toBe(document);
  expect(document.card.number).toBe('41112222');
});

test('whatever a document is, no hidden value of four characters or more is left in it', () => {
  const secret = fc.stringMatching(/^[a-z]{4,12}$/).map((text) => `secret-${text}`);
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), secret, (value, card) => {
      const document = {
        value,
        nested: [{ card }],
        text: `it was ${card}.`,
        json: JSON.stringify({ x: { card } }),
      };
      expect(JSON.stringify(redact(document, hidden))).not.toContain(card);
    }),
  );
});
