import { hash } from 'node:crypto';

import type { Random } from './random.ts';

const NAMESPACE = Buffer.from('6f1d2c3a9b5e4f708a6bd1c2e3f40516', 'hex');

/** UUIDv5 (RFC 9562 §5.5) of the parts in Ringback's own namespace: same parts, same id, on every node. */
export function uuidOf(...parts: (string | number)[]): string {
  const name = Buffer.from(parts.join('\u0000'));
  const digest = hash('sha1', Buffer.concat([NAMESPACE, name]), 'buffer');
  digest[6] = (digest.readUInt8(6) & 0x0f) | 0x50;
  digest[8] = (digest.readUInt8(8) & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** 128 random bits as 32 hexadecimal digits: an id that is also a capability. */
export function secretId(random: Random): string {
  return Buffer.from(random.bytes(16)).toString('hex');
}

/** 128 bits that follow from a secret: unguessable to whoever lacks it, the same each time. */
export function derivedSecret(secret: string, ...parts: (string | number)[]): string {
  return hash('sha256', [secret, ...parts].join('\u0000'), 'hex').slice(0, 32);
}

/** Content address of a text or of bytes: SHA-256, hexadecimal. */
export function contentHash(content: string | Uint8Array): string {
  return hash('sha256', content, 'hex');
}

/** Id of the action a session's step emitted (`index` counts within the step). */
export function actionId(session: string, sequence: number, index: number): string {
  return uuidOf('action', session, sequence, index);
}
