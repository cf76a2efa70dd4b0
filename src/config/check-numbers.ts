import { isSupportedCountry } from 'libphonenumber-js/max';

import { readPattern } from '../callback/rules/number-pattern.ts';
import { didYouMean } from '../core/did-you-mean.ts';
import { parseDuration } from '../core/duration.ts';
import type { PositionedYaml, YamlPath } from '../core/positioned-yaml.ts';
import type { Problem } from '../core/problem.ts';
import type { RawConfiguration } from './configuration-schema.ts';

/** Mistakes in rules for numbers, and queues that name rules that are not there. */
export function numberMistakes(yaml: PositionedYaml, raw: RawConfiguration): Problem[] {
  const rules = raw.numbers ?? {};
  const known = Object.keys(rules);
  return [
    ...Object.entries(rules).flatMap(([name, { countries = [], allowed = [], blocked = [] }]) => [
      ...countries.flatMap((code, index) => country(yaml, ['numbers', name, 'countries', index], code)),
      ...allowed.flatMap((one, index) => pattern(yaml, ['numbers', name, 'allowed', index], one)),
      ...blocked.flatMap((one, index) => pattern(yaml, ['numbers', name, 'blocked', index], one)),
    ]),
    ...Object.entries(raw.queues).flatMap(([queue, { numbers }]) => {
      if (numbers === undefined || known.includes(numbers)) return [];
      const message = `there is nothing named "${numbers}" under "numbers"${didYouMean(numbers, known)}`;
      return [yaml.problemAt(yaml.at(['queues', queue, 'numbers']), 'reference', message)];
    }),
  ];
}

/** Who is asked for numbers has to be among the hosts that this server sends to, and answer while somebody waits. */
export function lookupMistakes(yaml: PositionedYaml, raw: RawConfiguration): Problem[] {
  const lookup = raw['do-not-call-lookup'];
  if (!lookup) return [];
  const at = (key: string, message: string): Problem =>
    yaml.problemAt(yaml.at(['do-not-call-lookup', key]), 'do-not-call-lookup', message);
  const address = URL.parse(lookup.url);
  const hosts = raw['session-events']?.hosts ?? [];
  const known = address && (hosts.includes(address.host) || hosts.includes(address.hostname));
  const longest = (key: 'timeout' | 'cache', most: string): Problem[] =>
    (parseDuration(lookup[key] ?? '0s') ?? Infinity) > (parseDuration(most) ?? 0)
      ? [at(key, `it is ${most} at most`)]
      : [];
  return [
    ...(address ? [] : [at('url', `"${lookup.url}" is no address`)]),
    ...(address && !known
      ? [at('url', `nothing is sent to ${address.host}: it is not among session-events.hosts`)]
      : []),
    ...longest('timeout', '10s'),
    ...longest('cache', '24h'),
  ];
}

/** An empty list of countries is easily mistaken for none: what it means is told. */
export function emptyCountries(yaml: PositionedYaml, raw: RawConfiguration): Problem[] {
  return Object.entries(raw.numbers ?? {}).flatMap(([name, rules]) => {
    if ((rules.countries ?? []).length > 0) return [];
    const what = rules['no-countries'] === 'none' ? 'no number but the allowed ones' : 'numbers of every country';
    const message = `numbers.${name} lists no countries: ${what} may be called (no-countries)`;
    const problem = yaml.problemAt(yaml.keyAt(['numbers', name]), 'countries', message);
    return [{ ...problem, severity: 'warning' as const }];
  });
}

function country(yaml: PositionedYaml, path: YamlPath, code: string): Problem[] {
  if (isSupportedCountry(code)) return [];
  return [yaml.problemAt(yaml.at(path), 'numbers', `"${code}" is no two-letter ISO 3166 country code`)];
}

function pattern(yaml: PositionedYaml, path: YamlPath, written: string): Problem[] {
  const read = readPattern(written);
  return read.ok ? [] : [yaml.problemAt(yaml.at(path), 'numbers', `"${written}": ${read.why}`)];
}
