import { parentPort } from 'node:worker_threads';

import autocannon from 'autocannon';

/** What one measurement sends. Every connection sends its next request when it has the answer. */
export interface Load {
  url: string;
  connections: number;
  seconds: number;
  /** One of them after the other, over all connections; empty = GET. */
  bodies: string[];
  contentType: string;
  /**
   * Pages of dialogs to go on from, one a connection: each answer is a page, and the next request is what a caller
   * would send from there. Empty = every request goes to `url`.
   */
  pages: string[];
  /** Asked for with GET, one after the other over all connections, in place of the path of `url`. */
  paths: string[];
}

export interface LoadResult {
  perSecond: number;
  /** Null when all went well. */
  trouble: string | null;
}

/** It looks this often whether the time is over. */
const SAMPLE_MS = 50;

const port = parentPort;
port?.on('message', (load: Load) => {
  void measure(load).then((result) => port.postMessage(result));
});

async function measure(load: Load): Promise<LoadResult> {
  const { url, connections, seconds } = load;
  const requests = [requestOf(load)];
  const result = await autocannon({ url, connections, duration: seconds, requests, sampleInt: SAMPLE_MS });
  const { errors, timeouts, non2xx } = result;
  const trouble =
    errors + timeouts + non2xx > 0 ? `${errors} errors, ${timeouts} timeouts, ${non2xx} not 2xx` : null;
  return { perSecond: result['2xx'] / result.duration, trouble };
}

function requestOf(load: Load): autocannon.Request {
  if (load.pages.length > 0) return walk(load);
  if (load.bodies.length > 0) return post(load);
  return load.paths.length > 0 ? get(load) : {};
}

function get({ paths }: Load): autocannon.Request {
  let sent = 0;
  return { setupRequest: (request) => ({ ...request, path: paths[sent++ % paths.length] ?? '/' }) };
}

function post({ bodies, contentType }: Load): autocannon.Request {
  let sent = 0;
  const headers = { 'content-type': contentType };
  return {
    setupRequest: (request) => ({
      ...request,
      method: 'POST',
      headers,
      body: bodies[sent++ % bodies.length],
    }),
  };
}

/** Callers who key in another number for ever: a menu's answer is 2, a number is typed where digits are collected. */
function walk({ pages, contentType }: Load): autocannon.Request {
  const waiting = [...pages];
  const headers = { 'content-type': contentType };
  return {
    setupRequest(request) {
      const page = waiting.shift() ?? '';
      const path = /\/vxml\/run\/[0-9a-f]+\/\d+/.exec(page)?.[0] ?? '/';
      const body = page.includes('digits?') ? 'answer=4155550142' : 'answer=2';
      return { ...request, method: 'POST', path, headers, body };
    },
    onResponse: (_status, page) => void waiting.push(page),
  };
}
