import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { uuidOf } from '../../src/core/ids.ts';

const namespace = Buffer.from('6f1d2c3a9b5e4f708a6bd1c2e3f40516', 'hex');

/** RFC 9562 §5.5, word for word. */
function byTheStandard(name: string): string {
  const octets = createHash('sha1').update(namespace).update(name, 'utf8').digest().subarray(0, 16);
  octets.writeUInt8((octets.readUInt8(6) & 0b0000_1111) | 0b0101_0000, 6);
  octets.writeUInt8((octets.readUInt8(8) & 0b0011_1111) | 0b1000_0000, 8);
  return octets.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

test('an id that follows from its parts is the UUID of version 5 of them, also of texts that are not well-formed', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.integer())), (parts) => {
      expect(uuidOf(...parts)).toBe(byTheStandard(parts.join('\u0000')));
    }),
  );
});
