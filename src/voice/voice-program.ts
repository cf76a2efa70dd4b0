import { parentPort } from 'node:worker_threads';

import { systemClock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Fetch } from '../voicexml/fetcher.ts';
import type {
  Platform,
  PlatformEvent,
  Played,
  PromptSegment,
  Recorded,
  RecordRequest,
  TransferOutcome,
  TransferRequest,
} from '../voicexml/platform.ts';
import { runBrowser, type BrowserRun } from '../voicexml/run-browser.ts';
import type { Askable, FromWorker, ToWorker } from './voice-workers.ts';

/** Asks the main thread to do something; null when its call is over there. */
type Ask = <Method extends keyof Askable>(
  method: Method,
  ...values: Parameters<Askable[Method]>
) => Promise<Awaited<ReturnType<Askable[Method]>> | null>;

/** The telephone of one call, as messages to the main thread. */
class RemotePlatform implements Platform {
  readonly #ask: Ask;
  #listener: (event: PlatformEvent) => void = () => undefined;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  async play(segments: PromptSegment[]): Promise<Played> {
    return (await this.#ask('play', segments)) ?? { mark: null, sinceMarkMs: null };
  }

  async record(request: RecordRequest): Promise<Recorded> {
    return (await this.#ask('record', request)) ?? { kind: 'nothing', end: 'hangup' };
  }

  async read(url: string): Promise<Uint8Array> {
    return (await this.#ask('read', url)) ?? new Uint8Array();
  }

  async transfer(request: TransferRequest): Promise<TransferOutcome> {
    return (await this.#ask('transfer', request)) ?? { result: 'hangup', durationMs: 0, detail: '' };
  }

  async stop(): Promise<void> {
    await this.#ask('stop');
  }

  async listen(): Promise<void> {
    await this.#ask('listen');
  }

  async attach(values: Record<string, string>): Promise<void> {
    await this.#ask('attach', values);
  }

  async end(): Promise<void> {
    await this.#ask('end');
  }

  /** The browser subscribes as it begins, before any message of its call is read. */
  subscribe(listener: (event: PlatformEvent) => void): void {
    this.#listener = listener;
  }

  tell(event: PlatformEvent): void {
    this.#listener(event);
  }
}

const runs = new Map<number, { platform: RemotePlatform; run: BrowserRun }>();
const asked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
let lastId = 0;

const log: Logger = {
  debug: logAt('debug'),
  info: logAt('info'),
  warn: logAt('warn'),
  error: logAt('error'),
};

function logAt(level: keyof Logger): Logger['debug'] {
  return (fields, message) => tell({ kind: 'log', level, fields, message });
}

function tell(message: FromWorker): void {
  parentPort?.postMessage(message);
}

function askFor(call: number): Ask {
  const ask = (method: keyof Askable, value: unknown = null): Promise<unknown> => {
    const id = ++lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    asked.set(id, { resolve, reject });
    tell({ kind: 'ask', call, id, method, value });
    return promise;
  };
  // What comes back is what the main thread's method of that name gave.
  return ask as Ask;
}

function start({ call, url, session }: Extract<ToWorker, { kind: 'run' }>): void {
  const ask = askFor(call);
  const platform = new RemotePlatform(ask);
  const fetch: Fetch = async (request) => {
    const response = await ask('fetch', request);
    if (!response) throw new Error('the call is over');
    return response;
  };
  const run = runBrowser({ platform, fetch, clock: systemClock, log, url, session });
  runs.set(call, { platform, run });
  void run.ended.then((end) => {
    runs.delete(call);
    tell({ kind: 'ended', call, end });
  });
}

function receive(message: ToWorker): void {
  switch (message.kind) {
    case 'run':
      start(message);
      return;
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
      return;
    case 'ping':
      tell({ kind: 'alive' });
  }
}

parentPort?.on('message', receive);
