import { parentPort } from 'node:worker_threads';

import { systemClock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import { loadScriptEngine } from '../sandbox/script-runtime.ts';
import type { FetchResponse } from '../vx/fetcher.ts';
import type { Platform, PlatformEvent } from '../vx/platform.ts';
import { runBrowser, type BrowserRun } from '../vx/run-browser.ts';
import type { FromWorker, ToWorker } from './voice-workers.ts';

/** The telephone of one call, as messages to the main thread. */
class RemotePlatform implements Platform {
  readonly #call: number;
  #listener: (event: PlatformEvent) => void = () => undefined;
  readonly #early: PlatformEvent[] = [];
  #subscribed = false;

  constructor(call: number) {
    this.#call = call;
  }

  async play(value: Parameters<Platform['play']>[0]): Promise<void> {
    await ask({ kind: 'ask', call: this.#call, id: 0, method: 'play', value });
  }

  async stop(): Promise<void> {
    await ask({ kind: 'ask', call: this.#call, id: 0, method: 'stop', value: null });
  }

  async listen(): Promise<void> {
    await ask({ kind: 'ask', call: this.#call, id: 0, method: 'listen', value: null });
  }

  async attach(value: Record<string, string>): Promise<void> {
    await ask({ kind: 'ask', call: this.#call, id: 0, method: 'attach', value });
  }

  async end(): Promise<void> {
    await ask({ kind: 'ask', call: this.#call, id: 0, method: 'end', value: null });
  }

  subscribe(listener: (event: PlatformEvent) => void): void {
    this.#listener = listener;
    this.#subscribed = true;
    for (const event of this.#early.splice(0)) listener(event);
  }

  tell(event: PlatformEvent): void {
    if (this.#subscribed) this.#listener(event);
    else this.#early.push(event);
  }
}

const runs = new Map<number, { platform: RemotePlatform; run: BrowserRun }>();
const asked = new Map<number, { resolve(value: FetchResponse | null): void; reject(error: Error): void }>();
let ids = 0;

const log: Logger = {
  debug: (fields, message) => tell({ kind: 'log', level: 'debug', fields, message }),
  info: (fields, message) => tell({ kind: 'log', level: 'info', fields, message }),
  warn: (fields, message) => tell({ kind: 'log', level: 'warn', fields, message }),
  error: (fields, message) => tell({ kind: 'log', level: 'error', fields, message }),
};

function tell(message: FromWorker): void {
  parentPort?.postMessage(message);
}

function ask(message: Extract<FromWorker, { kind: 'ask' }>): Promise<FetchResponse | null> {
  const id = ids++;
  return new Promise((resolve, reject) => {
    asked.set(id, { resolve, reject });
    tell({ ...message, id });
  });
}

await loadScriptEngine();

parentPort?.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'run': {
      const { call, url, session } = message;
      const platform = new RemotePlatform(call);
      const fetch = async (value: Parameters<Parameters<typeof runBrowser>[0]['fetch']>[0]): Promise<FetchResponse> => {
        const response = await ask({ kind: 'ask', call, id: 0, method: 'fetch', value });
        if (!response) throw new Error('the call is over');
        return response;
      };
      const run = runBrowser({ platform, fetch, clock: systemClock, log, url, session });
      runs.set(call, { platform, run });
      void run.ended.then((end) => {
        runs.delete(call);
        tell({ kind: 'ended', call, end });
      });
      return;
    }
    case 'event':
      runs.get(message.call)?.platform.tell(message.event);
      return;
    case 'answer': {
      const waiting = asked.get(message.id);
      asked.delete(message.id);
      if (message.error === null) waiting?.resolve(message.value);
      else waiting?.reject(new Error(message.error));
      return;
    }
    case 'stop':
      runs.get(message.call)?.run.stop();
  }
});
