import { loadConfiguration } from '../config/load-configuration.ts';

/** Where a command finds the server and its token: as the server itself would be configured here. */
export function commandSettings(): { port: number; data: string } {
  const loaded = loadConfiguration();
  if ('configuration' in loaded) return { port: loaded.configuration.http.port, data: loaded.configuration.data };
  return { port: 8080, data: 'data' };
}
