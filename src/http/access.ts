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

/** Lets requests with one of the keys through (`X-API-Key`, Bearer or Basic password); with none, this machine's only. */
export function withKey(keys: Record<string, string>): RequestHandler {
  const known = Object.values(keys).map(digest);
  return (request, _response, next) => {
    const given = credential(request);
    const keyed = given !== null && known.some((key) => timingSafeEqual(key, digest(given)));
    if (keyed || (known.length === 0 && contains(loopback, request))) next();
    else next(new RingbackError('NOT_AUTHORISED', { to: known.length > 0 ? 'holders of a key' : 'this machine' }));
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
