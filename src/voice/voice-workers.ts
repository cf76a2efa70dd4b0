import { Worker } from 'node:worker_threads';

import type { VoiceEnd, VoiceRun, VoiceRunner } from '../app/ports.ts';
import { messageOf } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Logger } from '../core/logger.ts';
import type { SwitchCall } from '../switch/switch.ts';
import type { Fetch, FetchRequest, FetchResponse } from '../voicexml/fetcher.ts';
import type { Platform, PlatformEvent } from '../voicexml/platform.ts';
import { pageAddress } from './own-fetch.ts';
import { SwitchPlatform, type SwitchPlatformParts } from './switch-platform.ts';

/** What can be asked about a call: everything of its telephone but the keys, which come by themselves, and pages. */
export type Askable = Omit<Platform, 'subscribe'> & {
  fetch: (request: FetchRequest) => Promise<FetchResponse>;
};

/** A question of a worker to the main thread. */
interface Request {
  kind: 'ask';
  call: number;
  id: number;
  method: keyof Askable;
  /** What the method takes; null where it takes nothing. */
  value: unknown;
}

export type FromWorker =
  | Request
  | { kind: 'log'; level: 'debug' | 'info' | 'warn' | 'error'; fields: object; message: string }
  | { kind: 'ended'; call: number; end: VoiceEnd }
  | { kind: 'alive' };

export type ToWorker =
  | { kind: 'run'; call: number; url: string; session: JsonObject }
  | { kind: 'event'; call: number; event: PlatformEvent }
  | { kind: 'answer'; id: number; value: unknown; error: string | null }
  | { kind: 'stop'; call: number }
  | { kind: 'ping' };

interface Session {
  platform: SwitchPlatform;
  finish(end: VoiceEnd): void;
}

/** A worker and the calls in it. */
interface Lane {
  worker: Worker;
  failed: boolean;
  /** It has spoken since the last ping. */
  alive: boolean;
  /** Pings are under way. */
  watched: boolean;
  sessions: Map<number, Session>;
}

interface Parts extends SwitchPlatformParts {
  threads: number;
  fetch: Fetch;
}

/** A worker that says nothing for so long hangs in a script: scripts are limited by count, not by time. */
const LONGEST_SILENCE_MS = 15_000;

/**
 * What a worker takes for objects that are gone soon, such as pages: left to itself it takes ever more of the process's
 * memory, up to a hundred megabytes, and none of it is used.
 */
const YOUNG_MB = 24;

/**
 * Browsers in worker threads, many calls in each; the telephone and the pages are messages. When a worker fails its
 * dialogs end with an error, and the next call starts a fresh one.
 */
export function createVoiceWorkers(parts: Parts): VoiceRunner & { close(): Promise<void> } {
  let calls = 0;
  let lanes = Array.from({ length: parts.threads }, () => startLane(parts));
  return {
    run(call, url, session) {
      lanes = lanes.map((lane) => (lane.failed ? startLane(parts) : lane));
      const lane = lanes.reduce((least, other) =>
        other.sessions.size < least.sessions.size ? other : least,
      );
      const run = startSession(lane, parts, { id: calls++, call, url, session });
      watch(lane, parts);
      return run;
    },
    async close() {
      for (const { sessions } of lanes) {
        for (const { platform } of sessions.values()) platform.release();
        sessions.clear();
      }
      await Promise.all(lanes.map(({ worker }) => worker.terminate()));
    },
  };
}

function startLane({ log, fetch }: Parts): Lane {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./voice-program.${extension}`, import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  worker.unref();
  const lane: Lane = { worker, failed: false, alive: true, watched: false, sessions: new Map() };
  worker.on('message', (message: FromWorker) => {
    lane.alive = true;
    if (message.kind === 'log') log[message.level](message.fields, message.message);
    else if (message.kind === 'ended') lane.sessions.get(message.call)?.finish(message.end);
    else if (message.kind === 'ask') void answer(lane, fetch, message);
  });
  worker.on('error', (error) => fail(lane, log, messageOf(error)));
  return lane;
}

function fail(lane: Lane, log: Logger, error: string): void {
  log.error({ error }, 'a voice worker failed; its dialogs end');
  lane.failed = true;
  for (const session of [...lane.sessions.values()]) session.finish({ how: 'error', result: {}, error });
}

/** Pings a worker while it has calls, and ends one that no longer answers. */
function watch(lane: Lane, { clock, log }: Parts): void {
  if (lane.watched) return;
  lane.watched = true;
  const beat = (): void => {
    if (lane.failed || lane.sessions.size === 0) lane.watched = false;
    else if (lane.alive) {
      lane.alive = false;
      send(lane, { kind: 'ping' });
      clock.at(clock.now() + LONGEST_SILENCE_MS, beat);
    } else {
      fail(lane, log, `a voice worker hung for ${LONGEST_SILENCE_MS} ms`);
      void lane.worker.terminate();
    }
  };
  beat();
}

function startSession(
  lane: Lane,
  parts: SwitchPlatformParts,
  { id, call, url, session }: { id: number; call: SwitchCall; url: string; session: JsonObject },
): VoiceRun {
  const platform = new SwitchPlatform(call, parts);
  const { promise: ended, resolve } = Promise.withResolvers<VoiceEnd>();
  lane.sessions.set(id, {
    platform,
    finish(end) {
      lane.sessions.delete(id);
      platform.release();
      resolve(end);
    },
  });
  send(lane, { kind: 'run', call: id, url: pageAddress(url), session });
  platform.subscribe((event) => send(lane, { kind: 'event', call: id, event }));
  return { ended, stop: () => send(lane, { kind: 'stop', call: id }) };
}

async function answer(lane: Lane, fetch: Fetch, request: Request): Promise<void> {
  const { id } = request;
  const session = lane.sessions.get(request.call);
  try {
    const value = session ? await carryOut(session.platform, fetch, request) : null;
    send(lane, { kind: 'answer', id, value, error: null });
  } catch (error) {
    send(lane, { kind: 'answer', id, value: null, error: messageOf(error) });
  }
}

async function carryOut(
  platform: SwitchPlatform,
  fetch: Fetch,
  { method, value }: Request,
): Promise<unknown> {
  if (method === 'fetch') return fetch(value as FetchRequest);
  // The worker's end of this pair of hands (voice-program.ts) holds method and value together.
  return (platform[method] as (value: unknown) => Promise<unknown>).call(platform, value);
}

function send({ worker }: Lane, message: ToWorker): void {
  worker.postMessage(message);
}
