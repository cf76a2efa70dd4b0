import { createHash, timingSafeEqual } from 'node:crypto';
import { isIPv4, isIPv6, type BlockList, type Socket } from 'node:net';

import type { Request, RequestHandler, Response } from 'express';

import { livingSecrets, partsOfKey, type AccessKey } from '../callback/access-key.ts';
import type { Caller } from '../callback/rights.ts';
import { RingbackError } from '../core/errors.ts';
import { keyHash } from '../core/key-hash.ts';
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

/** What `withKey` looks at; each is asked again for every request. */
export interface Door {
  /** Keys of the configuration, or their hashes, by name. */
  keys(): Readonly<Record<string, string>>;
  /** A key besides: the command line's. Null for none. */
  token: string | null;
  /** A key that was made through the API, by its name. */
  find(id: string): Promise<AccessKey | null>;
  /** Is there any such key that opens? */
  anyMade(): Promise<boolean>;
  /** Epoch ms. */
  now(): number;
}

/**
 * Lets requests with one of the keys, or the token, through (`X-API-Key`, Bearer or Basic password); when there is no
 * key at all, this machine's too. What a browser sends by itself (Basic, or nothing) does not count for pages
 * of other sites. Who it is stands in the response's locals (`callerOf`).
 */
export function withKey(door: Door): RequestHandler {
  const configured = derived(
    () => door.keys(),
    (named) => Object.entries(named).map(([name, key]) => ({ name, digest: configuredDigest(key) })),
  );
  const own = door.token === null ? [] : [{ name: 'command line', digest: digest(door.token) }];
  return async (request, response, next) => {
    const given = credential(request);
    const caller =
      given && (namedBy(given.key, [...configured(), ...own]) ?? (await madeKey(given.key, door)));
    if (caller) {
      if (given.automatic && !isSameSite(request))
        throw new RingbackError('NOT_AUTHORISED', { to: OWN_PAGES });
    } else checkOpen(request, configured().length > 0 || (await door.anyMade()));
    (response.locals as { caller?: Caller }).caller = caller ?? everything('this machine');
    next();
  };
}

/** Who `withKey` let through. */
export function callerOf(response: Response): Caller {
  const { caller } = response.locals as { caller?: Caller };
  if (!caller) throw new RingbackError('KEY_REQUIRED');
  return caller;
}

/** @throws KEY_REQUIRED, NOT_AUTHORISED */
function checkOpen(request: Request, locked: boolean): void {
  if (locked) throw new RingbackError('KEY_REQUIRED');
  if (!isThisMachine(request) || !isSameSite(request))
    throw new RingbackError('NOT_AUTHORISED', { to: 'this machine (no API key is configured)' });
}

function namedBy(key: string, known: readonly { name: string; digest: Buffer }[]): Caller | null {
  const offered = digest(key);
  const found = known.find((one) => timingSafeEqual(one.digest, offered));
  return found ? everything(found.name) : null;
}

async function madeKey(written: string, door: Door): Promise<Caller | null> {
  const parts = partsOfKey(written);
  const key = parts && (await door.find(parts.id));
  if (!key) return null;
  const offered = digest(parts.secret);
  const opens = livingSecrets(key, door.now()).some(({ hash }) =>
    timingSafeEqual(Buffer.from(hash, 'hex'), offered),
  );
  return opens ? { name: key.id, role: key.role, services: key.services, queues: key.queues } : null;
}

function everything(name: string): Caller {
  return { name, role: 'administrator', services: null, queues: null };
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

/** That of a key of the configuration, where it may stand as its hash. */
export function configuredDigest(written: string): Buffer {
  return Buffer.from(keyHash(written), 'hex');
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
