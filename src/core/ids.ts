import { hash } from 'node:crypto';

import type { Random } from './random.ts';

const NAMESPACE = Buffer.from('6f1d2c3a9b5e4f708a6bd1c2e3f40516', 'hex');

/** UUIDv5 (RFC 9562 §5.5) of the parts in Ringback's own namespace: same parts, same id, on every node. */
export function uuidOf(...parts: (string | number)[]): string {
  const name = Buffer.from(parts.join('\u0000'));
  const hex = hash('sha1', Buffer.concat([NAMESPACE, name]), 'hex');
  // The version, 5, and the two bits of the variant take the place of what the digest has there.
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
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
