import { readPattern } from '../callback/rules/number-pattern.ts';
import type { LookupConfiguration } from '../callback/configuration.ts';
import type { NumberPolicy } from '../callback/rules/number-policy.ts';
import { parseDuration } from '../core/duration.ts';
import type { RawLookup, RawPolicy } from './numbers-schema.ts';

export function completePolicy(name: string, raw: RawPolicy): NumberPolicy {
  return {
    name,
    countries: raw.countries ?? [],
    noCountries: raw['no-countries'] ?? 'all',
    allowed: patternsOf(raw.allowed),
    blocked: patternsOf(raw.blocked),
    doNotCall: raw['do-not-call'] ?? [],
    perDay: raw['per-day'] ?? {},
  };
}

export function completeLookup(raw: RawLookup | undefined): LookupConfiguration | null {
  if (!raw) return null;
  const { url, key = null, timeout = '2s', cache = '10m' } = raw;
  return { url, key, timeoutMs: parseDuration(timeout) ?? 2_000, cacheMs: parseDuration(cache) ?? 600_000 };
}

/** One with a mistake never comes here: the checks have told of it. */
function patternsOf(written: string[] = []): NumberPolicy['allowed'] {
  return written.flatMap((one) => {
    const read = readPattern(one);
    return read.ok ? [{ written: one, pattern: read.value }] : [];
  });
}
