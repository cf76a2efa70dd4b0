import type { Clock } from '../../core/clock.ts';
import { systemRandom } from '../../core/random.ts';
import type { Fetch } from '../fetcher.ts';
import { cachedFetch } from './cached-fetch.ts';
import { HostRules } from './host-rules.ts';
import { createWebFetch } from './web-fetch.ts';

const MEGABYTE = 1024 * 1024;

/** Fetches documents over HTTP from the hosts that are allowed, with one cache for all calls. */
export function createDocumentFetch(hosts: readonly string[], clock: Clock): Fetch {
  const rules = new HostRules(hosts);
  const fetch = createWebFetch({ rules, random: systemRandom, largestBody: 4 * MEGABYTE, idleMs: 60_000 });
  return cachedFetch(fetch, clock, { total: 32 * MEGABYTE, one: MEGABYTE });
}
