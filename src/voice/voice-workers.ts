import { Worker } from 'node:worker_threads';

import type { VoiceEnd, VoiceRun, VoiceRunner } from '../app/ports.ts';
import { messageOf } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Logger } from '../core/logger.ts';
import type { SwitchCall } from '../switch/switch.ts';
import type { Fetch, FetchRequest, FetchResponse } from '../vx/fetcher.ts';
import type { PlatformEvent, PromptSegment } from '../vx/platform.ts';
import { SwitchPlatform } from './switch-platform.ts';

/** What a worker asks of the main thread about a call, and what it is answered. */
export type FromWorker =
  | { kind: 'ask'; call: number; id: number; method: 'play'; value: PromptSegment[] }
  | { kind: 'ask'; call: number; id: number; method: 'stop' | 'listen' | 'end'; value: null }
  | { kind: 'ask'; call: number; id: number; method: 'attach'; value: Record<string, string> }
  | { kind: 'ask'; call: number; id: number; method: 'fetch'; value: FetchRequest }
  | { kind: 'log'; level: 'debug' | 'info' | 'warn' | 'error'; fields: object; message: string }
  | { kind: 'ended'; call: number; end: VoiceEnd };

export type ToWorker =
  | { kind: 'run'; call: number; url: string; session: JsonObject }
  | { kind: 'event'; call: number; event: PlatformEvent }
  | { kind: 'answer'; id: number; value: FetchResponse | null; error: string | null }
  | { kind: 'stop'; call: number };

interface Session {
  platform: SwitchPlatform;
  finish(end: VoiceEnd): void;
}

interface Lane {
  worker: Worker;
  sessions: Map<number, Session>;
}

/** Browsers in worker threads, many calls in each; the telephone and the pages are messages. */
export function createVoiceWorkers(parts: {
  threads: number;
  log: Logger;
  fetch: Fetch;
}): VoiceRunner & { close(): Promise<void> } {
  let calls = 0;
  const lanes = Array.from({ length: parts.threads }, () => startLane(parts));
  return {
    run(call: SwitchCall, url: string, session: JsonObject): VoiceRun {
      const id = calls++;
      const index = id % lanes.length;
      const lane = (lanes[index] = lanes[index] ?? startLane(parts));
      const platform = new SwitchPlatform(call, (address) => address);
      const ended = new Promise<VoiceEnd>((resolve) => {
        const finish = (end: VoiceEnd): void => {
          lane.sessions.delete(id);
          platform.release();
          resolve(end);
        };
        lane.sessions.set(id, { platform, finish });
      });
      send(lane, { kind: 'run', call: id, url: new URL(url, 'http://ringback.internal').href, session });
      platform.subscribe((event) => send(lane, { kind: 'event', call: id, event }));
      return { ended, stop: () => send(lane, { kind: 'stop', call: id }) };
    },
    async close() {
      await Promise.all(lanes.map(({ worker }) => worker.terminate()));
    },
  };
}

function startLane(parts: { log: Logger; fetch: Fetch }): Lane {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./voice-program.${extension}`, import.meta.url));
  worker.unref();
  const lane: Lane = { worker, sessions: new Map() };
  worker.on('message', (message: FromWorker) => void handle(lane, parts, message));
  worker.on('error', (error) => {
    parts.log.error({ error: messageOf(error) }, 'a voice worker failed; its dialogs end');
    const end: VoiceEnd = { how: 'error', result: {}, error: messageOf(error) };
    for (const session of [...lane.sessions.values()]) session.finish(end);
    const fresh = startLane(parts);
    lane.worker = fresh.worker;
    lane.sessions = fresh.sessions;
  });
  return lane;
}

async function handle(lane: Lane, { log, fetch }: { log: Logger; fetch: Fetch }, message: FromWorker): Promise<void> {
  if (message.kind === 'log') return log[message.level](message.fields, message.message);
  const session = lane.sessions.get(message.call);
  if (message.kind === 'ended') return session?.finish(message.end);
  const { id } = message;
  try {
    const value = session ? await carryOut(session.platform, fetch, message) : null;
    send(lane, { kind: 'answer', id, value, error: null });
  } catch (error) {
    send(lane, { kind: 'answer', id, value: null, error: messageOf(error) });
  }
}

async function carryOut(
  platform: SwitchPlatform,
  fetch: Fetch,
  message: Extract<FromWorker, { kind: 'ask' }>,
): Promise<FetchResponse | null> {
  if (message.method === 'fetch') return fetch(message.value);
  if (message.method === 'play') await platform.play(message.value);
  else if (message.method === 'attach') await platform.attach(message.value);
  else await platform[message.method]();
  return null;
}

function send({ worker }: Lane, message: ToWorker): void {
  worker.postMessage(message);
}
