import { lookup as resolveName } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

import type { SessionEventsConfiguration } from '../callback/configuration.ts';
import type { Clock } from '../core/clock.ts';

interface EventRequest {
  url: string;
  contentType: string;
  body: string;
  /** Names the request: a second one with it is the same. */
  key: string;
}

/** Time an address has to answer, ms. */
const LIMIT_MS = 10_000;

/**
 * Posts an event to an address of the allow-list. Redirects are not followed, and what is answered is not read.
 * @throws Error in words when it is not allowed, not reached, or not taken (a status other than 2xx)
 */
export function postEvent(
  { url, contentType, body, key }: EventRequest,
  { clock, rules }: { clock: Clock; rules: SessionEventsConfiguration },
): Promise<void> {
  const { protocol, hostname, host } = new URL(url);
  const name = hostname.replace(/^\[|\]$/g, '');
  if (!rules.hosts.some((one) => one === hostname || one === host || one === name))
    return Promise.reject(new Error(`events are not sent to ${host}: it is not among the configured hosts`));
  if (isIP(name) && !rules.privateNetworks && isPrivate(name))
    return Promise.reject(new Error(`events are not sent to ${host}: it is in a private network`));
  const headers = {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'idempotency-key': key,
  };
  const lookup = rules.privateNetworks ? {} : { lookup: publicLookup };
  return new Promise((resolve, reject) => {
    const send = protocol === 'https:' ? httpsRequest : httpRequest;
    const outgoing = send(url, { method: 'POST', headers, agent: false, ...lookup });
    const limit = clock.at(clock.now() + LIMIT_MS, () =>
      outgoing.destroy(new Error(`${host} did not answer`)),
    );
    outgoing.on('error', reject);
    outgoing.on('close', () => {
      limit.cancel();
      reject(new Error(`${host} ended the connection`));
    });
    outgoing.on('response', ({ statusCode = 0 }) => {
      if (statusCode >= 200 && statusCode < 300) resolve();
      else reject(new Error(`${host} answered ${statusCode}`));
      outgoing.destroy();
    });
    outgoing.end(body);
  });
}

/** The address that is connected to is the one that was looked at: a name cannot change in between. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) {
      done(error, '');
      return;
    }
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => isPrivate(address)))
      done(new Error(`${hostname} is in a private network`), '');
    else if (options.all) done(null, addresses);
    else done(null, first.address, first.family);
  });
};

const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(network, prefix);
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, prefix, 'ipv6');

/** True for addresses of this machine and of networks that are not the public one. */
function isPrivate(address: string): boolean {
  return inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
