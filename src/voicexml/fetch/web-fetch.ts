import { lookup as lookUp } from 'node:dns';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';

import type { Random } from '../../core/random.ts';
import type { Fetch, FetchRequest, FetchResponse } from '../fetcher.ts';
import { bodyOf } from './body.ts';
import { decodeText } from './decode-text.ts';
import type { HostRules } from './host-rules.ts';

export interface WebFetchParts {
  rules: HostRules;
  random: Random;
  /** Largest answer, bytes. */
  largestBody: number;
  /** Silence on the connection after which it is given up, ms. */
  idleMs: number;
}

/**
 * Fetches over HTTP from the hosts that the rules let in. The address is checked after the name was looked up, and it
 * is that very address that is asked: a name cannot lead elsewhere in between. Redirects are not followed.
 */
export function createWebFetch(parts: WebFetchParts): Fetch {
  return async (request) => {
    const url = new URL(request.url);
    parts.rules.check(url);
    const message = await send(request, url, parts);
    const bytes = await read(message, parts.largestBody);
    const { 'set-cookie': cookies, ...rest } = message.headers;
    const headers = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
    const response: FetchResponse = {
      status: message.statusCode ?? 0,
      headers,
      body: decodeText(bytes, headers['content-type'] ?? ''),
      url: request.url,
    };
    return cookies ? { ...response, cookies } : response;
  };
}

function send(request: FetchRequest, url: URL, parts: WebFetchParts): Promise<IncomingMessage> {
  const { type, bytes } = bodyOf(request, parts.random);
  const headers: Record<string, string> = {
    accept: 'application/voicexml+xml, application/srgs+xml, text/xml, application/xml, */*;q=0.1',
    'user-agent': 'Ringback',
    ...request.headers,
  };
  if (bytes) Object.assign(headers, { 'content-type': type, 'content-length': String(bytes.length) });
  const options: RequestOptions = {
    method: request.method,
    headers,
    timeout: parts.idleMs,
    agent: false,
    lookup(hostname, lookupOptions, callback) {
      lookUp(hostname, lookupOptions, (error, found, family) => {
        if (error) return callback(error, found, family);
        try {
          for (const one of typeof found === 'string' ? [found] : found)
            parts.rules.checkAddress(url, typeof one === 'string' ? one : one.address);
        } catch (refused) {
          return callback(refused as Error, found, family);
        }
        callback(null, found, family);
      });
    },
  };
  return new Promise((resolve, reject) => {
    const outgoing = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, resolve);
    outgoing.on('error', reject);
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${parts.idleMs} ms`)));
    outgoing.end(bytes ?? undefined);
  });
}

/** @throws Error when there is more than may be taken in; the rest is not read */
async function read(message: IncomingMessage, largest: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest) throw new Error(`the answer is larger than ${largest} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
