import { checkNumber, numberRules } from '../callback/numbers.ts';
import { countryOf, dailyLimit, policyRefusal, type NumberPolicy } from '../callback/rules/number-policy.ts';
import { RingbackError } from '../core/errors.ts';
import type { ThrottleClaim } from '../store/throttles.ts';
import type { App } from './ports.ts';
import { serviceNamed } from './services.ts';

const DAY_MS = 86_400_000;

/** The policy of a service's queue; null when it has none. */
function policyOf(app: NumberOffice, service: string): NumberPolicy | null {
  const { services, queues, numbers } = app.config();
  const queue = services.find((one) => one.name === service)?.queue;
  const name = queues.find((one) => one.name === queue)?.numbers;
  return numbers.find((one) => one.name === name) ?? null;
}

/** Why a number (E.164) may not be called for a service now; null when it may. */
export function numberRefusal(
  app: NumberOffice,
  service: string,
  number: string,
): { rule: string; why: string } | null {
  const policy = policyOf(app, service);
  return policy && policyRefusal(policy, number, app.doNotCall.lists(policy.doNotCall, number));
}

/** What rules for numbers are looked up in. */
export type NumberOffice = Pick<App, 'config' | 'doNotCall'>;

/** A number that may be rung for a service, as E.164, or why not: by its form, and by the rules of the queue. */
export function dialable(
  office: NumberOffice,
  service: string,
  written: string,
): { ok: true; number: string } | { ok: false; why: string } {
  const options = office.config().services.find(({ name }) => name === service)?.options ?? {};
  const checked = checkNumber(written, numberRules(options));
  const refusal = checked.ok ? numberRefusal(office, service, checked.number) : null;
  return refusal ? { ok: false, why: refusal.why } : checked;
}

/** The same for whom a page wants its caller to be transferred to, by the rules of the service of that call. */
export async function checkTransfer(
  app: App,
  written: string,
  callId: string,
): Promise<ReturnType<typeof dialable>> {
  const service = (await app.store.interactions.get(callId))?.service ?? app.config().services[0]?.name;
  return dialable(app, service ?? '', written);
}

/** @throws NUMBER_REFUSED with the rule */
export function checkPolicy(app: App, service: string, number: string): void {
  const refusal = numberRefusal(app, service, number);
  if (refusal) throw new RingbackError('NUMBER_REFUSED', { ...refusal });
}

/** What a callback to the number, or a call, takes of the day's limit of its country. Each is counted by itself. */
export function countryClaim(
  app: App,
  service: string,
  number: string,
  scope: 'country' | 'country-calls',
): ThrottleClaim[] {
  const policy = policyOf(app, service);
  const daily = policy && dailyLimit(policy, number);
  if (!policy || !daily) return [];
  const windows = [{ lengthMs: DAY_MS, limit: daily.limit }];
  return [{ scope, key: JSON.stringify([policy.name, daily.country]), windows }];
}

/** What became of a number that was tried out. */
export interface NumberTest {
  service: string;
  /** E.164; null when it is no number. */
  number: string | null;
  country: string | null;
  allowed: boolean;
  /** The rule that refuses it. */
  rule: string | null;
  why: string;
}

/**
 * What the rules of a service say of a number as somebody writes it; of every service when none is named.
 * @throws SERVICE_UNKNOWN
 */
export function testNumber(app: App, written: string, service: string | null): NumberTest[] {
  const services = service === null ? app.config().services : [serviceNamed(app, service)];
  return services.map(({ name, options }): NumberTest => {
    const checked = checkNumber(written, numberRules(options));
    if (!checked.ok)
      return { service: name, number: null, country: null, allowed: false, rule: 'number', why: checked.why };
    const { number } = checked;
    const refusal = numberRefusal(app, name, number);
    const found = { service: name, number, country: countryOf(number) };
    return refusal
      ? { ...found, allowed: false, ...refusal }
      : { ...found, allowed: true, rule: null, why: 'nothing speaks against calling it' };
  });
}
