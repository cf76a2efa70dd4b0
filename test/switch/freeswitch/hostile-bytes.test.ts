import fc from 'fast-check';
import { expect, it } from 'vitest';

import { decodeValue, readEvent } from '../../../src/switch/freeswitch/esl-event.ts';
import { EslFraming, EslFramingError } from '../../../src/switch/freeswitch/esl-framing.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');

it.each(['-1', 'many', '1e3', '99999999999', ' '])('refuses Content-Length "%s"', (length) => {
  const framing = new EslFraming();
  expect(() => framing.push(bytes(`Content-Length: ${length}\n\n`))).toThrow(EslFramingError);
});

it('refuses a header block without end', () => {
  const framing = new EslFraming();
  const endless = (): void => {
    for (let count = 0; count < 300; count++) framing.push(bytes('x'.repeat(1024)));
  };
  expect(endless).toThrow(EslFramingError);
});

it('takes Content-Length 0 for an empty body, and none for no body', () => {
  const [empty, none] = new EslFraming().push(bytes('Content-Length: 0\n\nContent-Type: auth/request\n\n'));
  expect(empty?.body).toEqual(Buffer.alloc(0));
  expect(none?.body).toBeNull();
});

it('fails in no other way, whatever arrives', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (chunks) => {
      const framing = new EslFraming();
      try {
        for (const chunk of chunks) framing.push(Buffer.from(chunk)).forEach(readEvent);
      } catch (error) {
        expect(error).toBeInstanceOf(EslFramingError);
      }
    }),
  );
});

it('drops an event that is no JSON object', () => {
  for (const body of ['{', '[]x', '7', 'null', '"x"']) {
    const headers = new Map([['Content-Type', 'text/event-json']]);
    expect(readEvent({ headers, body: bytes(body) })).toBeNull();
  }
});

it('decodes what is encoded and leaves every other text alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => decodeValue(encodeURIComponent(text)) === text),
  );
  fc.assert(fc.property(fc.string(), (text) => typeof decodeValue(text) === 'string'));
  expect(decodeValue('100% of %zz and %4')).toBe('100% of %zz and %4');
});
