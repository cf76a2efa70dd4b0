import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Logger } from '../core/logger.ts';
import { ScriptRuntime } from '../sandbox/script-runtime.ts';
import { Call, RunawayError } from './call.ts';
import { Fetcher, type Fetch } from './fetcher.ts';
import { Keypad } from './input/keypad.ts';
import { PageEvent } from './page-event.ts';
import type { Platform } from './platform.ts';
import { PromptQueue } from './prompt/prompt-queue.ts';
import { runDocuments } from './run-documents.ts';
import { PageScript } from './script/page-script.ts';
import { startScopeHost } from './script/script-host.ts';
import { firstTarget } from './target.ts';

export interface BrowserParts {
  platform: Platform;
  fetch: Fetch;
  clock: Clock;
  log: Logger;
  /** Address of the first document. */
  url: string;
  /** Session variables, below `session`. */
  session: JsonObject;
}

/** `exit`: by itself; `disconnect`: a page hung up; `hangup`: the caller left; `error`: it could not go on. */
export interface BrowserEnd {
  how: 'exit' | 'disconnect' | 'hangup' | 'error';
  result: JsonObject;
  error: string | null;
}

/** A browser at work. */
export interface BrowserRun {
  ended: Promise<BrowserEnd>;
  /** Ends it as if the caller had left, without another word to anybody. */
  stop(): void;
}

const callLimits = { steps: 1_000, subdialogs: 20 };
const fetchLimits = { fetchTimeoutMs: 10_000, largestDocument: 1024 * 1024 };
const scriptLimits = { interrupts: 200, memoryBytes: 8 * 1024 * 1024, stackBytes: 256 * 1024 };

/** Runs VoiceXML documents on a call until one ends it. `loadScriptEngine` must have resolved. Never rejects. */
export function runBrowser(parts: BrowserParts): BrowserRun {
  const keypad = new Keypad(parts.platform, parts.clock);
  const runtime = new ScriptRuntime(scriptLimits);
  const call = new Call(
    {
      platform: parts.platform,
      clock: parts.clock,
      log: parts.log,
      keypad,
      prompts: new PromptQueue(parts.platform, keypad),
      fetcher: new Fetcher(parts.fetch, parts.clock, fetchLimits),
      script: new PageScript(startScopeHost(runtime, parts.clock)),
      limits: callLimits,
    },
    parts.session,
  );
  const ended = run(call, parts.url).finally(() => {
    keypad.close();
    runtime.dispose();
  });
  return {
    ended,
    stop() {
      call.stopped = true;
      call.hangupThrown = true;
      keypad.close();
    },
  };
}

async function run(call: Call, url: string): Promise<BrowserEnd> {
  try {
    const control = await runDocuments(call, await firstTarget(call.fetcher, url), { depth: 0 });
    if (control.kind !== 'exit') return { how: 'exit', result: {}, error: null };
    const { result, error } = control;
    if (error !== null) return { how: 'error', result, error };
    if (call.disconnected !== null) return { how: 'disconnect', result, error: null };
    return { how: call.keypad.left ? 'hangup' : 'exit', result, error: null };
  } catch (error) {
    if (!(error instanceof PageEvent) && !(error instanceof RunawayError))
      call.log.error({ url, error: messageOf(error) }, 'the browser failed');
    const event = error instanceof PageEvent ? `${error.event}: ` : '';
    return { how: 'error', result: {}, error: event + messageOf(error) };
  }
}
