import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

import type { Json, JsonObject } from '../../core/json.ts';
import type { ChartText } from '../../scxml/chart-host.ts';
import type { ChartRunner } from '../../scxml/chart-runner.ts';
import { eventOfRequest } from '../../scxml/http-message.ts';
import { HTTP_READ } from '../../scxml/processors.ts';
import { allTimers } from '../../scxml/snapshot.ts';
import type { EngineAction, EngineEvent, Snapshot } from '../../scxml/step.ts';

/** Where a session ends up: the final state it entered last, or what kept it from one. */
export type DocumentEnd = { state: string } | { why: string };

export interface DocumentOptions {
  /** Whether a session's events to its own address go around the network, as they do in a server. */
  loopback: boolean;
}

/** Longest time a document may take, on its own clock, ms. */
const LONGEST_MS = 60_000;

/**
 * Runs a document to its end on a clock of its own, with a listener of its own for what comes over HTTP. Between two
 * steps the session is JSON, as in a store. @throws Error when it does not compile
 */
export async function runDocument(
  runner: ChartRunner,
  file: string,
  options: DocumentOptions,
): Promise<DocumentEnd> {
  const run = new DocumentRun(runner, chartOf(file), options);
  try {
    return await run.end();
  } finally {
    run.close();
  }
}

/** A document with the files that lie beside it. */
function chartOf(file: string): ChartText {
  const folder = dirname(file);
  const names = readdirSync(folder).filter(
    (name) => /\.(txt|js|json|scxml)$/.test(name) && name !== basename(file),
  );
  const needed = readFileSync(file, 'utf8');
  const files = Object.fromEntries(
    names
      .filter((name) => needed.includes(name))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
  return { key: file, text: needed, registry: { modules: [], functions: {}, constants: {} }, files };
}

class DocumentRun {
  readonly #runner: ChartRunner;
  readonly #chart: ChartText;
  readonly #options: DocumentOptions;
  readonly #waiting: EngineEvent[] = [];
  #server: Server | null = null;
  #snapshot: Snapshot | null = null;
  #now = Date.UTC(2026, 0, 5, 9);
  #seq = 0;
  #last = '';

  constructor(runner: ChartRunner, chart: ChartText, options: DocumentOptions) {
    this.#runner = runner;
    this.#chart = chart;
    this.#options = options;
  }

  async end(): Promise<DocumentEnd> {
    const until = this.#now + LONGEST_MS;
    await this.#step(null);
    for (let snapshot = this.#snapshot; snapshot && !snapshot.done; snapshot = this.#snapshot) {
      const event = this.#waiting.shift();
      const [timer] = allTimers(snapshot).sort((a, b) => a.dueAt - b.dueAt);
      if (event) await this.#step(event);
      else if (!timer || timer.dueAt > until) return { why: `stays in ${snapshot.configuration.join(', ')}` };
      else {
        this.#now = Math.max(this.#now, timer.dueAt);
        await this.#step(null, timer.key);
      }
    }
    return { state: this.#last };
  }

  close(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  async #step(event: EngineEvent | null, timer?: string): Promise<void> {
    const reads: JsonObject = {};
    const inputs = { sessionId: 'irp', seq: ++this.#seq, now: this.#now, seed: this.#seq, params: {}, reads };
    const request = { snapshot: this.#snapshot, event, inputs, ...(timer === undefined ? {} : { timer }) };
    for (;;) {
      const outcome = await this.#runner.step(this.#chart, request);
      if (outcome.kind === 'needs') {
        for (const name of outcome.names) reads[name] = await this.#read(name);
        continue;
      }
      this.#snapshot = JSON.parse(JSON.stringify(outcome.snapshot)) as Snapshot;
      for (const item of outcome.trace) if (item.kind === 'enter' && !item.invoke) this.#last = item.state;
      for (const action of outcome.actions) await this.#post(action);
      return;
    }
  }

  async #read(name: string): Promise<Json> {
    if (name !== HTTP_READ) return null;
    const server = (this.#server ??= await this.#listen());
    const { port } = server.address() as AddressInfo;
    return { location: `http://127.0.0.1:${port}/sessions/irp`, loopback: this.#options.loopback };
  }

  #listen(): Promise<Server> {
    const server = createServer((request, response) => {
      const { method = '', url: path = '/', headers } = request;
      void text(request).then((body) => {
        this.#waiting.push(
          eventOfRequest({ method, path, contentType: headers['content-type'] ?? '', body }),
        );
        response.writeHead(204).end();
      });
    });
    return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
  }

  /** Time stands still until it has been answered. */
  async #post({ kind, attributes }: EngineAction): Promise<void> {
    if (kind !== 'http.post') return;
    const { url, contentType, body } = attributes as { url: string; contentType: string; body: string };
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': contentType }, body }).catch(
      () => null,
    );
    if (!answer?.ok) this.#waiting.push({ name: 'error.communication', type: 'platform', data: null });
  }
}
