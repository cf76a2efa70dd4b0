import { completeOptions, optionRules } from '../callback/options.ts';
import { didYouMean } from '../core/did-you-mean.ts';
import { scenarioOf } from '../callback/scenarios.ts';
import { parseDuration } from '../core/duration.ts';
import { RingbackError } from '../core/errors.ts';
import { isBrokenHash, keyHash } from '../core/key-hash.ts';
import type { PositionedYaml, YamlPath } from '../core/positioned-yaml.ts';
import type { Problem } from '../core/problem.ts';
import { sourceList } from '../core/source-list.ts';
import { hoursMistakes } from './check-hours.ts';
import { notificationMistakes } from './check-notifications.ts';
import { lookupMistakes, numberMistakes } from './check-numbers.ts';
import { targetMistakes, type TargetChecks } from './check-targets.ts';
import type { RawConfiguration } from './configuration-schema.ts';

/** What a schema cannot see: names that must exist, options, expressions, a simulation beside a real switch. */
export function crossCheck(yaml: PositionedYaml, raw: RawConfiguration, targets?: TargetChecks): Problem[] {
  return [
    ...Object.entries(raw.services).flatMap(([name, service]) => [
      ...reference(yaml, ['services', name, 'queue'], service.queue, Object.keys(raw.queues)),
      ...options(yaml, ['services', name, 'options'], { ...scenarioOf(service.scenario).options, ...service.options }),
      ...access(yaml, name, service),
    ]),
    ...Object.entries(raw['routing-points'] ?? {}).flatMap(([number, point]) =>
      reference(yaml, ['routing-points', number, 'service'], point.service, Object.keys(raw.services)),
    ),
    ...(targets ? targetMistakes(yaml, raw, targets) : []),
    ...hoursMistakes(yaml, raw),
    ...numberMistakes(yaml, raw),
    ...lookupMistakes(yaml, raw),
    ...notificationMistakes(yaml, raw),
    ...sharedByAgents(yaml, raw),
    ...brokenHashes(yaml, raw),
    ...pageSources(yaml, raw),
    ...waysOut(yaml, raw),
    ...deafSwitches(yaml, raw),
    ...store(yaml, raw),
    ...retention(yaml, raw),
    ...simulation(yaml, raw),
  ];
}

function reference(yaml: PositionedYaml, path: YamlPath, name: string, known: string[]): Problem[] {
  if (known.includes(name)) return [];
  const kind = String(path.at(-1));
  return [yaml.problemAt(yaml.at(path), 'reference', `there is no ${kind} "${name}"${didYouMean(name, known)}`)];
}

function options(yaml: PositionedYaml, path: YamlPath, given: Record<string, unknown>): Problem[] {
  return completeOptions(given).problems.map(({ option, value, why }) => {
    const hint = Object.hasOwn(optionRules, option) ? '' : didYouMean(option, Object.keys(optionRules));
    const { message } = new RingbackError('OPTION_INVALID', { option, value, why: why + hint });
    return yaml.problemAt(yaml.keyAt([...path, option]), 'option', message);
  });
}

/** Customers can only call where there is a number to call. */
function access(yaml: PositionedYaml, name: string, service: RawConfiguration['services'][string]): Problem[] {
  const { _call_direction: direction } = { ...scenarioOf(service.scenario).options, ...service.options };
  if (direction !== 'USERORIGINATED' || service['access-number'] !== undefined) return [];
  const message = 'customers call this service (USERORIGINATED): give the number they dial as `access-number`';
  return [yaml.problemAt(yaml.keyAt(['services', name]), 'access-number', message)];
}

/** One address that follows the primary is what a failover needs; lists would have to be asked and kept up. */
function store(yaml: PositionedYaml, { store: address = '' }: RawConfiguration): Problem[] {
  const [scheme = '', rest = ''] = address.split('://');
  const servers = rest.slice(rest.lastIndexOf('@') + 1).split('/', 1)[0] ?? '';
  const [, kind] = /^rediss?[+-]([a-z]+)$/.exec(scheme) ?? [];
  const what = kind ?? (servers.includes(',') ? 'list' : null);
  if (what === null) return [];
  const words: Record<string, string> = {
    sentinel: 'Redis Sentinels are not asked for the primary',
    cluster: 'nodes of a Redis Cluster are not searched for the site',
    list: 'a list of servers is not searched for the primary',
  };
  const why = words[what] ?? `there is no kind of Redis "${what}"`;
  const message = `${why}: give one address that follows the primary, such as redis://10.0.0.7:6379`;
  return [yaml.problemAt(yaml.at(['store']), 'store', message)];
}

/** Whose phone rings, and whose key it is, must be clear. A key is not shown. */
function sharedByAgents(yaml: PositionedYaml, raw: RawConfiguration): Problem[] {
  const phones = new Map<string, string>();
  const keys = new Map(
    Object.entries(raw.access?.keys ?? {}).map(([name, key]) => [keyHash(key), `access.keys.${name}`]),
  );
  return Object.entries(raw.agents ?? {}).flatMap(([id, { phone, key }]) => {
    const problems: Problem[] = [];
    const [owner, holder] = [phones.get(phone), key === undefined ? undefined : keys.get(keyHash(key))];
    phones.set(phone, owner ?? id);
    if (key !== undefined) keys.set(keyHash(key), holder ?? id);
    if (owner !== undefined)
      problems.push(
        yaml.problemAt(
          yaml.at(['agents', id, 'phone']),
          'agent',
          `agents ${owner} and ${id} have the same phone ${phone}`,
        ),
      );
    if (holder !== undefined)
      problems.push(
        yaml.problemAt(yaml.at(['agents', id, 'key']), 'agent', `${holder} and ${id} have the same key`),
      );
    return problems;
  });
}

/** A hash that is none would be taken for a key, and the key that it was meant for opened nothing. */
function brokenHashes(yaml: PositionedYaml, raw: RawConfiguration): Problem[] {
  const message = 'a key, or sha256: and 64 lower-case hexadecimal digits (`ringback key hash`)';
  const told = (path: YamlPath, key: string | undefined): Problem[] =>
    key !== undefined && isBrokenHash(key) ? [yaml.problemAt(yaml.at(path), 'hashed-key', message)] : [];
  return [
    ...Object.entries(raw.access?.keys ?? {}).flatMap(([name, key]) => told(['access', 'keys', name], key)),
    ...Object.entries(raw.agents ?? {}).flatMap(([id, { key }]) => told(['agents', id, 'key'], key)),
  ];
}

/** Who may ask for pages: each a mistake where it stands, instead of a server that does not start. */
function pageSources(yaml: PositionedYaml, raw: RawConfiguration): Problem[] {
  return (raw.access?.pages ?? []).flatMap((entry, index) => {
    try {
      sourceList([entry]);
      return [];
    } catch (error) {
      const why = `${(error as RangeError).message}: write it like 10.0.0.7 or 192.168.0.0/16`;
      return [yaml.problemAt(yaml.at(['access', 'pages', index]), 'source', why)];
    }
  });
}

/** A switch that cannot dial numbers, or has two gateways of one name. */
function waysOut(yaml: PositionedYaml, raw: RawConfiguration): Problem[] {
  return Object.entries(raw.switches).flatMap(([name, entry]) => {
    if (entry.kind !== 'freeswitch') return [];
    const { 'dial-number': dial, gateways = {} } = entry;
    if (dial === undefined && Object.keys(gateways).length === 0) {
      const message = 'how are numbers dialled? It needs `dial-number` or `gateways`';
      return [yaml.problemAt(yaml.keyAt(['switches', name]), 'gateway', message)];
    }
    if (dial === undefined || !Object.hasOwn(gateways, 'default')) return [];
    const message = '`dial-number` is the gateway "default" already';
    return [yaml.problemAt(yaml.keyAt(['switches', name, 'gateways', 'default']), 'gateway', message)];
  });
}

/** Tones can only be listened for with something that knows them. */
function deafSwitches(yaml: PositionedYaml, raw: RawConfiguration): Problem[] {
  return Object.entries(raw.switches).flatMap(([name, entry]) => {
    const { tones, 'early-tones': early } = (entry.kind === 'freeswitch' ? entry.detection : undefined) ?? {};
    if (early !== true || tones !== undefined) return [];
    const path = ['switches', name, 'detection', 'early-tones'];
    return [yaml.problemAt(yaml.keyAt(path), 'tones', 'by what are they told? It needs `tones`, a descriptor')];
  });
}

/** One that is too long must not become the default. */
function retention(yaml: PositionedYaml, raw: RawConfiguration): Problem[] {
  if (raw.retention === undefined || parseDuration(raw.retention) !== null) return [];
  return [yaml.problemAt(yaml.at(['retention']), 'duration', `${raw.retention} is longer than a year`)];
}

function simulation(yaml: PositionedYaml, raw: RawConfiguration): Problem[] {
  const real = Object.entries(raw.switches).find(([, entry]) => entry.kind !== 'simulated');
  if (!real || !raw.simulation) return [];
  const { message, code } = new RingbackError('SIMULATION_REFUSED', { switch: real[0] });
  return [yaml.problemAt(yaml.keyAt(['simulation']), code, message)];
}
