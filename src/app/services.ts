import type { ServiceConfiguration } from '../callback/configuration.ts';
import { RingbackError } from '../core/errors.ts';
import type { App } from './ports.ts';

/** The configured service of that name. @throws SERVICE_UNKNOWN */
export function serviceNamed(app: App, name: string): ServiceConfiguration {
  const { services } = app.config();
  const service = services.find((one) => one.name === name);
  if (service) return service;
  const known = services.map((one) => one.name).join(', ');
  throw new RingbackError('SERVICE_UNKNOWN', { service: name.slice(0, 100), known });
}
