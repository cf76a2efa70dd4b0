import { isIP } from 'node:net';

import type { Clock } from '../../core/clock.ts';

interface Cookie {
  name: string;
  value: string;
  domain: string;
  /** Only for the very host that set it. */
  hostOnly: boolean;
  path: string;
  secure: boolean;
  /** Epoch ms. */
  expires: number;
}

const MOST_COOKIES = 100;
const LONGEST_COOKIE = 4096;

/** The cookies of one call (RFC 6265 §5). They end with the call. */
export class CookieJar {
  readonly #clock: Clock;
  #cookies: Cookie[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes the `Set-Cookie` headers of an answer; what breaks the rules is passed over. */
  store(url: string, headers: readonly string[]): void {
    for (const header of headers) {
      const cookie = header.length > LONGEST_COOKIE ? null : parse(header, new URL(url), this.#clock.now());
      if (!cookie) continue;
      const { name, domain, path } = cookie;
      this.#cookies = this.#cookies.filter(
        (one) => one.name !== name || one.domain !== domain || one.path !== path,
      );
      if (cookie.expires > this.#clock.now()) this.#cookies.push(cookie);
      if (this.#cookies.length > MOST_COOKIES) this.#cookies.shift();
    }
  }

  /** The `Cookie` header for an address; empty when it gets none. Longer paths come first (§5.4). */
  header(url: string): string {
    const { hostname, pathname, protocol } = new URL(url);
    return this.#cookies
      .filter((one) => one.expires > this.#clock.now())
      .filter((one) => (one.hostOnly ? hostname === one.domain : domainMatches(hostname, one.domain)))
      .filter((one) => pathMatches(pathname, one.path) && (!one.secure || protocol === 'https:'))
      .sort((a, b) => b.path.length - a.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }
}

function parse(header: string, { hostname, pathname }: URL, now: number): Cookie | null {
  const [pair = '', ...rest] = header.split(';');
  const equals = pair.indexOf('=');
  const name = pair.slice(0, equals).trim();
  const value = pair.slice(equals + 1).trim();
  // A line break in a cookie would end the header that sends it back.
  if (equals < 1 || name === '' || /[\x00-\x1f\x7f]/.test(name + value)) return null;
  const attributes = new Map(rest.map(attributeOf));
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase() ?? '';
  // Without a list of public suffixes: a domain of one word can be claimed by nobody but a host of that name.
  if (domain !== '' && domain !== hostname && (!domain.includes('.') || !domainMatches(hostname, domain)))
    return null;
  const path = attributes.get('path') ?? '';
  return {
    name,
    value,
    domain: domain || hostname,
    hostOnly: domain === '',
    path: path.startsWith('/') ? path : defaultPath(pathname),
    secure: attributes.has('secure'),
    expires: expiryOf(attributes, now),
  };
}

function attributeOf(text: string): [name: string, value: string] {
  const equals = text.indexOf('=');
  if (equals === -1) return [text.trim().toLowerCase(), ''];
  return [text.slice(0, equals).trim().toLowerCase(), text.slice(equals + 1).trim()];
}

/** `Max-Age` wins over `Expires`; without either the cookie lives as long as the call. */
function expiryOf(attributes: ReadonlyMap<string, string>, now: number): number {
  const maxAge = attributes.get('max-age');
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return now + Number(maxAge) * 1000;
  const expires = Date.parse(attributes.get('expires') ?? '');
  return Number.isNaN(expires) ? Infinity : expires;
}

function domainMatches(host: string, domain: string): boolean {
  return host === domain || (host.endsWith(`.${domain}`) && isIP(host) === 0);
}

function pathMatches(path: string, prefix: string): boolean {
  return (
    path === prefix || (path.startsWith(prefix) && (prefix.endsWith('/') || path[prefix.length] === '/'))
  );
}

function defaultPath(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
