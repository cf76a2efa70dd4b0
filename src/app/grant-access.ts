import { booleanOption, msOption, textOption, type Options } from '../callback/options.ts';
import type { Access, CallbackRecord } from '../callback/record.ts';
import type { App } from './ports.ts';
import { serviceNamed } from './services.ts';

const DIGITS = 6;
/** Key of user data by which the callback of a code is found. */
export const CODE_KEY = '_access_code';

/** True where customers call us. */
export function customerCalls(options: Options): boolean {
  return textOption(options, '_call_direction') === 'USERORIGINATED';
}

/** Where the customer may call from now on, and until when; with a code that no waiting callback of the service has. */
export async function grantAccess(
  app: App,
  { service, options }: Pick<CallbackRecord, 'service' | 'options'>,
): Promise<Access> {
  return {
    number: serviceNamed(app, service).accessNumber,
    code: booleanOption(options, '_provide_code') ? await freeCode(app, service) : null,
    expiresAt: app.clock.now() + msOption(options, '_booking_expiration_timeout'),
  };
}

/** The user data by which it is found. */
export function accessPairs({ code }: Access): Record<string, string> {
  return code === null ? {} : { [CODE_KEY]: code };
}

async function freeCode(app: App, service: string): Promise<string> {
  for (;;) {
    const code = String(Math.floor(app.random.next() * 10 ** DIGITS)).padStart(DIGITS, '0');
    const properties = { pairs: { [CODE_KEY]: code }, operand: 'AND' as const };
    const taken = await app.store.callbacks.find({ service, states: ['QUEUED'], properties, limit: 1 });
    if (taken.records.length === 0) return code;
  }
}
