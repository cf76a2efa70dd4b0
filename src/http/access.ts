import { createHash, timingSafeEqual } from 'node:crypto';
import { isIPv4, isIPv6, type BlockList, type Socket } from 'node:net';

import type { Request, RequestHandler } from 'express';

import { RingbackError } from '../core/errors.ts';
import { sourceList } from '../core/source-list.ts';

const loopback = sourceList(['127.0.0.0/8', '::1']);

/** Lets requests from the listed sources, and from this machine, through. `sources` is asked again each time. */
export function fromSources(sources: () => readonly string[]): RequestHandler {
  const list = derived(sources, sourceList);
  list();
  // Looking an address up takes longer than the rest of a page's way: once a connection and list is enough.
  const allowed = new WeakMap<Socket, BlockList>();
  return (request, _response, next) => {
    const { socket } = request;
    const now = list();
    if (allowed.get(socket) === now) next();
    else if (contains(loopback, request) || contains(now, request)) {
      allowed.set(socket, now);
      next();
    } else next(new RingbackError('NOT_AUTHORISED', { to: 'the configured sources' }));
  };
}

/**
 * Lets requests with one of the keys, or the token, through (`X-API-Key`, Bearer or Basic password); when no key
 * is configured, this machine's too. What a browser sends by itself (Basic, or nothing) does not count for pages
 * of other sites.
 */
export function withKey(keys: () => Readonly<Record<string, string>>, token: string | null): RequestHandler {
  const configured = derived(keys, (named) => Object.values(named).map(digest));
  const own = token === null ? [] : [digest(token)];
  return (request, _response, next) => {
    const given = credential(request);
    const known = configured();
    if (given && [...known, ...own].some((key) => timingSafeEqual(key, digest(given.key)))) {
      if (given.automatic && !isSameSite(request))
        next(new RingbackError('NOT_AUTHORISED', { to: OWN_PAGES }));
      else next();
    } else if (known.length > 0) next(new RingbackError('KEY_REQUIRED'));
    else if (isThisMachine(request) && isSameSite(request)) next();
    else next(new RingbackError('NOT_AUTHORISED', { to: 'this machine (no API key is configured)' }));
  };
}

const OWN_PAGES = 'its own pages, or with the key in a header';

interface Credential {
  key: string;
  /** Sent by browsers without being asked, once the user has logged in. */
  automatic: boolean;
}

/** What the request shows to be let in; null for nothing. */
export function credential(request: Request): Credential | null {
  const key = request.get('x-api-key');
  if (key) return { key, automatic: false };
  const [scheme = '', value = ''] = (request.get('authorization') ?? '').split(' ', 2);
  if (scheme.toLowerCase() === 'bearer') return { key: value, automatic: false };
  if (scheme.toLowerCase() !== 'basic') return null;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return { key: pair.slice(pair.indexOf(':') + 1), automatic: true };
}

/** Not through a proxy on this machine, and not by a foreign name that resolves to it. */
function isThisMachine(request: Request): boolean {
  const { headers } = request;
  if (headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined) return false;
  return contains(loopback, request) && isLocalName(request.get('host') ?? '');
}

function isLocalName(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name === '[::1]' || (isIPv4(name) && name.startsWith('127.'));
}

/** True unless a browser says that a page of another origin asks. */
export function isSameSite(request: Request): boolean {
  const origin = request.get('origin');
  if (origin !== undefined) return URL.parse(origin)?.host === request.get('host');
  return request.get('sec-fetch-site') !== 'cross-site';
}

function contains(list: BlockList, request: Request): boolean {
  const address = request.socket.remoteAddress ?? '';
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  return isIPv4(plain) ? list.check(plain, 'ipv4') : isIPv6(plain) && list.check(plain, 'ipv6');
}

/** Equal texts have equal ones, all of the same length. */
export function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** What is made of something that seldom changes, made again when it does. */
function derived<From extends object, To>(read: () => From, make: (from: From) => To): () => To {
  let last: { from: From; to: To } | null = null;
  return () => {
    const from = read();
    if (last?.from !== from) last = { from, to: make(from) };
    return last.to;
  };
}
