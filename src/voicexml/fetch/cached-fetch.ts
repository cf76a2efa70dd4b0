import type { Clock } from '../../core/clock.ts';
import type { Fetch, FetchRequest, FetchResponse } from '../fetcher.ts';

/** An answer that is kept: its age counts from `at` (epoch ms) less what it was old already. */
interface Kept {
  response: FetchResponse;
  at: number;
  /** How long it is fresh, ms. */
  freshMs: number;
  size: number;
}

export interface CacheLimits {
  /** Characters of all that is kept. */
  total: number;
  /** Characters of one answer. */
  one: number;
}

/**
 * Fetches with a cache that all calls share, by RFC 9111: answers to GET are kept as long as they are fresh and asked
 * for again with their validators afterwards. What is for one caller only is not kept: `private`, `no-store`, with
 * cookies of either side unless `public`, or varying by anything but the encoding.
 */
export function cachedFetch(fetch: Fetch, clock: Clock, limits: CacheLimits): Fetch {
  const kept = new Map<string, Kept>();
  let total = 0;

  function forget(url: string): void {
    total -= kept.get(url)?.size ?? 0;
    kept.delete(url);
  }
  function keep(request: FetchRequest, response: FetchResponse): void {
    forget(request.url);
    const size = response.body.length + request.url.length;
    const freshMs = freshnessOf(response);
    if (size > limits.one || !isShared(request, response)) return;
    const reusable = (freshMs > 0 || response.headers['etag']) ?? response.headers['last-modified'];
    if (!reusable) return;
    kept.set(request.url, { response, at: clock.now() - ageOf(response), freshMs, size });
    total += size;
    for (const oldest of kept.keys()) {
      if (total <= limits.total) break;
      forget(oldest);
    }
  }

  return async (request) => {
    if (request.method !== 'GET') {
      const response = await fetch(request);
      if (request.method === 'POST' && response.status < 400) forget(request.url);
      return response;
    }
    const known =
      request.headers?.['cookie'] === undefined ? kept.get(request.url) : publicOf(kept, request.url);
    if (known && isUsable(request, known, clock.now())) return known.response;
    const response = await fetch(known ? withValidators(request, known.response) : request);
    if (known && response.status === 304) {
      const renewed = { ...known.response, headers: { ...known.response.headers, ...response.headers } };
      keep(request, renewed);
      return { ...renewed, ...(response.cookies && { cookies: response.cookies }) };
    }
    keep(request, response);
    return response;
  };
}

function publicOf(kept: ReadonlyMap<string, Kept>, url: string): Kept | undefined {
  const known = kept.get(url);
  return known && directivesOf(known.response).has('public') ? known : undefined;
}

/** VoiceXML 2.1 §6.1.2: `maxage` asks for younger (0: always anew), `maxstale` takes what is past its time by so much. */
function isUsable(
  { maxAgeS, maxStaleS }: FetchRequest,
  { response, at, freshMs }: Kept,
  now: number,
): boolean {
  const directives = directivesOf(response);
  if (directives.has('no-cache')) return false;
  const age = now - at;
  if (maxAgeS !== undefined && age >= maxAgeS * 1000) return false;
  const staleMs = directives.has('must-revalidate') ? 0 : (maxStaleS ?? 0) * 1000;
  return age < freshMs + staleMs;
}

function isShared({ headers }: FetchRequest, response: FetchResponse): boolean {
  const directives = directivesOf(response);
  if (response.status !== 200 || directives.has('no-store') || directives.has('private')) return false;
  const vary = (response.headers['vary'] ?? '').toLowerCase().replace(/accept-encoding|[\s,]/g, '');
  if (vary !== '') return false;
  const hasCookies = headers?.['cookie'] !== undefined || (response.cookies ?? []).length > 0;
  return !hasCookies || (directives.has('public') && (response.cookies ?? []).length === 0);
}

function withValidators(request: FetchRequest, { headers }: FetchResponse): FetchRequest {
  const etag = headers['etag'];
  const modified = headers['last-modified'];
  return {
    ...request,
    headers: {
      ...request.headers,
      ...(etag !== undefined && { 'if-none-match': etag }),
      ...(modified !== undefined && { 'if-modified-since': modified }),
    },
  };
}

/** How long an answer is fresh, ms: by `s-maxage`, `max-age` or `Expires`. Nothing is guessed from its age. */
function freshnessOf(response: FetchResponse): number {
  const directives = directivesOf(response);
  const maxAge = directives.get('s-maxage') ?? directives.get('max-age');
  if (maxAge !== undefined) return /^\d+$/.test(maxAge) ? Number(maxAge) * 1000 : 0;
  const expires = Date.parse(response.headers['expires'] ?? '');
  const date = Date.parse(response.headers['date'] ?? '');
  return Number.isNaN(expires) || Number.isNaN(date) ? 0 : Math.max(0, expires - date);
}

function ageOf({ headers }: FetchResponse): number {
  return /^\d+$/.test(headers['age'] ?? '') ? Number(headers['age']) * 1000 : 0;
}

function directivesOf({ headers }: FetchResponse): Map<string, string> {
  const parts = (headers['cache-control'] ?? '').toLowerCase().split(',');
  return new Map(
    parts.map((part): [string, string] => {
      const [name = '', value = ''] = part.trim().split('=');
      return [name, value.replaceAll('"', '')];
    }),
  );
}
