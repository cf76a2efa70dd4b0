import { lookup as resolveName } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';

import type { OutsideRequest } from '../app/ask-outside.ts';
import type { SessionEventsConfiguration } from '../callback/configuration.ts';
import type { Clock } from '../core/clock.ts';
import { refusalOfAddress } from '../core/outside-address.ts';
import { isPrivateAddress } from '../core/private-address.ts';

export interface OutsideAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Why there is no answer. `certain`: trying again would change nothing. */
export class NoAnswer extends Error {
  readonly certain: boolean;
  constructor(message: string, certain = false) {
    super(message);
    this.certain = certain;
  }
}

/**
 * Asks an address of the allow-list, once. Redirects are not followed. @throws NoAnswer in words when it is not
 * allowed, not reached, says too much, or does not answer in time
 */
export function requestOutside(
  wanted: OutsideRequest,
  { clock, rules }: { clock: Clock; rules: SessionEventsConfiguration },
): Promise<OutsideAnswer> {
  const { url, method, body, limitMs, mostBytes } = wanted;
  const refusal = refusalOfAddress(url, rules);
  if (refusal !== null) return Promise.reject(new NoAnswer(refusal, true));
  const { protocol, host } = new URL(url);
  const headers = { ...wanted.headers, 'content-length': Buffer.byteLength(body) };
  const lookup = rules.privateNetworks ? {} : { lookup: publicLookup };
  return new Promise((resolve, reject) => {
    const send = protocol === 'https:' ? httpsRequest : httpRequest;
    const outgoing = send(url, { method, headers, agent: false, ...lookup });
    const limit = clock.at(clock.now() + limitMs, () =>
      outgoing.destroy(new NoAnswer(`${host} did not answer`)),
    );
    outgoing.on('error', (error) => {
      reject(error instanceof NoAnswer ? error : new NoAnswer(error.message));
    });
    outgoing.on('close', () => {
      limit.cancel();
      reject(new NoAnswer(`${host} ended the connection`));
    });
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const done = (): void => {
        const told = Object.entries(response.headers).map(([key, value]) => [key, String(value)] as const);
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(told), body: text });
        outgoing.destroy();
      };
      if (mostBytes === 0) {
        done();
        return;
      }
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > mostBytes)
          outgoing.destroy(new NoAnswer(`${host} answered more than ${mostBytes} bytes`, true));
        else chunks.push(chunk);
      });
      response.on('end', done);
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
    if (!first || addresses.some(({ address }) => isPrivateAddress(address)))
      done(new Error(`${hostname} is in a private network`), '');
    else if (options.all) done(null, addresses);
    else done(null, first.address, first.family);
  });
};
