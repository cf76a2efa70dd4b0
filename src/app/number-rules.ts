import { checkNumber, numberRules } from '../callback/numbers.ts';
import {
  dailyLimit,
  policyRefusal,
  type NumberPolicy,
  type NumberRefusal,
} from '../callback/rules/number-policy.ts';
import type { ThrottleClaim } from '../store/throttles.ts';
import type { App } from './ports.ts';

const DAY_MS = 86_400_000;

/** The policy of a service's queue; null when it has none. */
export function policyOf(app: NumberOffice, service: string): NumberPolicy | null {
  const { services, queues, numbers } = app.config();
  const queue = services.find((one) => one.name === service)?.queue;
  const name = queues.find((one) => one.name === queue)?.numbers;
  return numbers.find((one) => one.name === name) ?? null;
}

/** Why a number (E.164) may not be called for a service now, by its rules and their lists; null when it may. */
export function numberRefusal(app: NumberOffice, service: string, number: string): NumberRefusal | null {
  const policy = policyOf(app, service);
  return policy && policyRefusal(policy, number, app.doNotCall.lists(policy.doNotCall, number));
}

/** What rules for numbers are looked up in. */
export type NumberOffice = Pick<App, 'config' | 'doNotCall'>;

/** A number as E.164, or why it may not be rung. */
export type Dialable = { ok: true; number: string } | { ok: false; why: string };

/** A number that may be rung for a service: by its form, and by the rules of the queue. */
export function dialable(office: NumberOffice, service: string, written: string): Dialable {
  const options = office.config().services.find(({ name }) => name === service)?.options ?? {};
  const checked = checkNumber(written, numberRules(options));
  const refusal = checked.ok ? numberRefusal(office, service, checked.number) : null;
  return refusal ? { ok: false, why: refusal.why } : checked;
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
