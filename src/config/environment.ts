import type { Configuration } from '../callback/configuration.ts';
import type { Problem } from '../core/problem.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** PORT, HOST and RINGBACK_DATA win over the file. An empty variable counts as unset. */
export function applyEnvironment<Given extends Configuration | null>(
  configuration: Given,
  environment: Environment,
): { configuration: Given; problems: Problem[] } {
  const port = environment['PORT'];
  const problems = port && !isPort(port) ? [wrong(`PORT must be a port number from 0 to 65535, not "${port}"`)] : [];
  if (!configuration) return { configuration, problems };
  const http = {
    ...configuration.http,
    port: port && problems.length === 0 ? Number(port) : configuration.http.port,
    host: environment['HOST'] || configuration.http.host,
  };
  return { configuration: { ...configuration, http, data: environment['RINGBACK_DATA'] || configuration.data }, problems };
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}

function wrong(message: string): Problem {
  return { file: 'environment', line: 1, column: 1, code: 'environment', message, severity: 'error' };
}
