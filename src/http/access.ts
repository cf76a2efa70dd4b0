import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { createHash, timingSafeEqual } from 'node:crypto';

import type { Request, RequestHandler } from 'express';

import { RingbackError } from '../core/errors.ts';

/** Addresses and networks (CIDR) as one list. @throws RangeError for what is neither. */
export function sourceList(entries: string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/', 2);
    const family = isIPv6(address) ? 'ipv6' : isIPv4(address) ? 'ipv4' : null;
    if (!family) throw new RangeError(`"${entry}" is neither an address nor a network`);
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

const loopback = sourceList(['127.0.0.0/8', '::1']);

/** Lets requests from the listed sources, and from this machine, through. */
export function fromSources(sources: string[]): RequestHandler {
  const list = sourceList(sources);
  return (request, _response, next) => {
    if (contains(loopback, request) || contains(list, request)) next();
    else next(new RingbackError('NOT_AUTHORISED', { to: 'the configured sources' }));
  };
}

/**
 * Lets requests with one of the keys, or the token, through (`X-API-Key`, Bearer or Basic password). Without any
 * key configured, requests from this machine too.
 */
export function withKey(keys: Record<string, string>, token: string | null): RequestHandler {
  const configured = Object.values(keys);
  const known = [...configured, ...(token === null ? [] : [token])].map(digest);
  const open = configured.length === 0;
  return (request, _response, next) => {
    const given = credential(request);
    const keyed = given !== null && known.some((key) => timingSafeEqual(key, digest(given)));
    if (keyed || (open && contains(loopback, request))) next();
    else next(new RingbackError('NOT_AUTHORISED', { to: open ? 'this machine' : 'holders of a key' }));
  };
}

function credential(request: Request): string | null {
  const key = request.get('x-api-key');
  if (key) return key;
  const [scheme = '', value = ''] = (request.get('authorization') ?? '').split(' ', 2);
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return null;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}

function contains(list: BlockList, request: Request): boolean {
  const address = request.socket.remoteAddress ?? '';
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  return isIPv4(plain) ? list.check(plain, 'ipv4') : isIPv6(plain) && list.check(plain, 'ipv6');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
