import { contentHash } from './ids.ts';

const WRITTEN = /^sha256:([0-9a-f]{64})$/;

/** How a key may stand in the configuration, so that who reads the file cannot use it. */
export function writtenHash(key: string): string {
  return `sha256:${contentHash(key)}`;
}

/** The SHA-256, in hexadecimal, of a key of the configuration: as it stands there, or of the key that does. */
export function keyHash(written: string): string {
  return WRITTEN.exec(written)?.[1] ?? contentHash(written);
}

/** Text that is neither a hash nor meant to be a key. */
export function isBrokenHash(written: string): boolean {
  return /^(sha\d*|scrypt|bcrypt|argon2\w*)[:$]/i.test(written) && !WRITTEN.test(written);
}
