import fc from 'fast-check';
import { expect, test } from 'vitest';

import { readMultipart } from '../../src/http/multipart.ts';
import { seededRandom } from '../../src/core/random.ts';
import { bodyOf } from '../../src/voicexml/fetch/body.ts';

test('whatever our browser sends comes back as it was', () => {
  const name = fc.string({ minLength: 1 }).filter((text) => !/[\r\n"%]/.test(text));
  const part = fc.record({
    name,
    value: fc.uint8Array(),
    type: fc.constantFrom(null, 'audio/x-wav'),
  });
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const { type, bytes } = bodyOf(
        { method: 'POST', url: 'http://x/', form: null, parts },
        seededRandom(3),
      );
      const read = readMultipart(Buffer.from(bytes ?? []), type);
      const files = parts.filter((one) => one.type !== null);
      expect(read?.files.map((file) => [file.name, Buffer.from(file.bytes)])).toEqual(
        files.map((file) => [file.name, Buffer.from(file.value)]),
      );
      for (const one of parts.filter((each) => each.type === null))
        expect(Object.keys(read?.form ?? {})).toContain(one.name);
    }),
  );
});

test('what is none is refused, and nothing throws', () => {
  const type = 'multipart/form-data; boundary=x';
  for (const body of [
    '',
    '--x',
    '--x\r\n',
    '--x\r\nContent-Type: a\r\n\r\nb\r\n--x--',
    '--y\r\n\r\n\r\n--y--',
  ])
    expect(readMultipart(Buffer.from(body), type)).toBe(null);
  expect(readMultipart(Buffer.from('--x--'), 'multipart/form-data')).toBe(null);
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void readMultipart(Buffer.from(bytes), type)));
});
