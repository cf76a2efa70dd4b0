import type { ConfigurationGround } from '../callback/configuration-ground.ts';
import type { Configuration } from '../callback/configuration.ts';
import { loadConfiguration } from '../config/load-configuration.ts';
import { RingbackError } from '../core/errors.ts';
import { formatProblem, type Problem } from '../core/problem.ts';
import { targetChecks } from '../routing/target-checks.ts';

/** Where a command finds the server and its token: as a server started here would be configured. */
export function commandSettings(): { url: string; data: string; genesysPath: string } {
  const loaded = loadConfiguration();
  if (!('configuration' in loaded))
    return { url: 'http://127.0.0.1:8080', data: 'data', genesysPath: '/genesys' };
  const { http, data, genesys } = loaded.configuration;
  return { url: `http://${reachable(http.host)}:${http.port}`, data, genesysPath: genesys.path };
}

/** The configuration, for a command that does nothing without one; `warn` hears what is odd. @throws CONFIG_INVALID */
export function readConfiguration(warn?: (problem: Problem) => void): Configuration {
  return readGround(warn).configuration;
}

/** The same with the file, over which edits are laid. @throws CONFIG_INVALID */
export function readGround(warn?: (problem: Problem) => void): {
  configuration: Configuration;
  ground: ConfigurationGround;
} {
  const loaded = loadConfiguration({ targets: targetChecks });
  if ('problems' in loaded)
    throw new RingbackError('CONFIG_INVALID', { problems: loaded.problems.map(formatProblem).join('\n') });
  for (const problem of loaded.warnings) warn?.(problem);
  return loaded;
}

/** An address that a server listening on `host` answers at. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
