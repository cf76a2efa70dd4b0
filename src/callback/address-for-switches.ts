import type { Configuration } from './configuration.ts';

/** Where switches reach us over HTTP: `http://10.0.0.3:8080`. */
export function addressForSwitches({ http }: Pick<Configuration, 'http'>): string {
  return http.address ?? `http://${http.host}:${http.port}`;
}
