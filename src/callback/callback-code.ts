import { derivedSecret } from '../core/ids.ts';

const CODES = 10_000;

/**
 * Four digits told to whoever books a callback, and asked for before it is moved or cancelled by telephone: a calling
 * number can be forged. They follow from the id, which is a secret itself.
 */
export function callbackCode(id: string): string {
  const code = Number.parseInt(derivedSecret(id, 'code').slice(0, 8), 16) % CODES;
  return String(code).padStart(4, '0');
}
