import { checkNumber, numberRules } from '../callback/numbers.ts';
import { countryOf } from '../callback/rules/number-policy.ts';
import type { ServiceConfiguration } from '../callback/configuration.ts';
import { askNumber } from './never-called.ts';
import type { App } from './ports.ts';
import { serviceNamed } from './services.ts';

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
 * What is said of a number as somebody writes it, for a service; for every one when none is named.
 * @throws SERVICE_UNKNOWN
 */
export function testNumber(app: App, written: string, service: string | null): Promise<NumberTest[]> {
  const services = service === null ? app.config().services : [serviceNamed(app, service)];
  return Promise.all(services.map((one) => tested(app, written, one)));
}

async function tested(
  app: App,
  written: string,
  { name: service, options }: ServiceConfiguration,
): Promise<NumberTest> {
  const checked = checkNumber(written, numberRules(options));
  if (!checked.ok)
    return { service, number: null, country: null, allowed: false, rule: 'number', why: checked.why };
  const { number } = checked;
  const found = { service, number, country: countryOf(number) };
  const asked = await askNumber(app, service, number);
  if (asked.kind === 'refused') return { ...found, allowed: false, rule: asked.rule, why: asked.why };
  const why =
    asked.kind === 'free'
      ? 'nothing speaks against calling it'
      : `${asked.why}; asked again before it is dialled`;
  return { ...found, allowed: true, rule: null, why };
}
