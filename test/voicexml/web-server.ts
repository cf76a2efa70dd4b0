import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { onTestFinished } from 'vitest';

import { silentLogger } from '../../src/core/logger.ts';
import { systemClock, type Clock } from '../../src/core/clock.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { createDocumentFetch } from '../../src/voicexml/fetch/document-fetch.ts';
import { runBrowser, type BrowserRun } from '../../src/voicexml/run-browser.ts';
import { ScriptedPlatform } from '../../src/voicexml/conformance/scripted-platform.ts';
import type { Fetch } from '../../src/voicexml/fetcher.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface WebServer {
  /** `127.0.0.1:PORT` */
  host: string;
  url(path: string): string;
  /** What was asked: method, path and body. */
  asked: { line: string; headers: IncomingMessage['headers']; body: string }[];
}

/** A real HTTP server with an answer for each path; others are 404. It ends with the test. */
export async function startWebServer(answers: Record<string, Answer | string>): Promise<WebServer> {
  const asked: WebServer['asked'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('latin1');
      asked.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
      const answer = answers[request.url?.split('?')[0] ?? ''];
      if (typeof answer === 'function') answer(request, response);
      else response.writeHead(answer === undefined ? 404 : 200).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, asked, url: (path) => `http://${host}${path}` };
}

/** Runs a page of a server on real sockets; a listen without input is a hang-up. */
export async function browseWeb(
  url: string,
  { hosts, inputs = [], fetch }: { hosts: string[]; inputs?: string[]; fetch?: Fetch },
): Promise<{ end: Awaited<BrowserRun['ended']>; said: string[] }> {
  const platform = new ScriptedPlatform(new VirtualClock(), inputs);
  const clock: Clock = systemClock;
  const run = runBrowser({
    platform,
    fetch: fetch ?? createDocumentFetch(hosts, clock),
    clock,
    log: silentLogger,
    url,
    session: {},
  });
  return { end: await run.ended, said: platform.texts };
}
