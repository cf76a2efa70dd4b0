import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Logger } from '../core/logger.ts';
import { ScriptRuntime } from '../sandbox/script-runtime.ts';
import { Call, RunawayError, type CallLimits } from './call.ts';
import { Fetcher, type Fetch, type FetchLimits } from './fetcher.ts';
import { Keypad } from './input/keypad.ts';
import { PageEvent } from './page-event.ts';
import type { Platform } from './platform.ts';
import { PromptQueue } from './prompt/prompt-queue.ts';
import { runSession } from './run-documents.ts';
import { PageScript } from './script/page-script.ts';
import { startScopeHost } from './script/script-host.ts';
import { firstTarget } from './target.ts';

export interface BrowserParts {
  platform: Platform;
  fetch: Fetch;
  clock: Clock;
  log: Logger;
  /** Absolute address of the first document; a fragment names its dialog. */
  url: string;
  /** Session variables, as `session` shows them to pages. */
  session: JsonObject;
}

/** `exit`: the pages came to an end; `disconnect`: a page hung up; `hangup`: the caller left; `error`: they failed. */
interface BrowserEnd {
  how: 'exit' | 'disconnect' | 'hangup' | 'error';
  /** What `<exit>` or `<disconnect>` handed over. */
  result: JsonObject;
  error: string | null;
}

export interface BrowserRun {
  /** Never rejects. */
  ended: Promise<BrowserEnd>;
  /** Ends the run at the next chance, without another word to the caller; the call stays as it is. */
  stop(): void;
}

const limits: CallLimits & FetchLimits = {
  steps: 1_000,
  subdialogs: 20,
  fetchTimeoutMs: 10_000,
  largestDocument: 1024 * 1024,
};
const scriptLimits = { interrupts: 200, memoryBytes: 8 * 1024 * 1024, stackBytes: 256 * 1024 };

/** Runs VoiceXML documents on a call until one ends the session. `loadScriptEngine` must have resolved before. */
export function runBrowser(parts: BrowserParts): BrowserRun {
  const { platform, clock, log } = parts;
  const runtime = new ScriptRuntime(scriptLimits);
  const keypad = new Keypad(platform, clock);
  const prompts = new PromptQueue(platform, keypad);
  const fetcher = new Fetcher(parts.fetch, clock, limits);
  const script = new PageScript(startScopeHost(runtime, clock));
  const call = new Call({ platform, clock, fetcher, script, keypad, prompts, log, limits }, parts.session);
  return {
    ended: run(call, parts.url).finally(() => runtime.dispose()),
    stop() {
      call.stopped = true;
      keypad.close();
      prompts.close();
      fetcher.abort();
    },
  };
}

async function run(call: Call, url: string): Promise<BrowserEnd> {
  try {
    const control = await runSession(call, await firstTarget(call.fetcher, url));
    if (control.kind !== 'exit') throw new Error(`a session cannot end by ${control.kind}`);
    const end = endOf(call, control);
    // What was said last is heard before the session ends (VoiceXML 2.1 §4.1.8).
    await call.prompts.playOut();
    return end;
  } catch (error) {
    const { event, message } = describe(error);
    if (!(error instanceof PageEvent || error instanceof RunawayError))
      call.log.error({ url, error: message }, 'the VoiceXML browser failed');
    return { how: 'error', result: {}, error: event === null ? message : `${event}: ${message}` };
  }
}

function endOf(call: Call, { result, error }: { result: JsonObject; error: string | null }): BrowserEnd {
  if (call.stopped) return { how: 'exit', result: {}, error: null };
  if (error !== null) return { how: 'error', result, error };
  if (call.disconnected)
    return { how: 'disconnect', result: { ...call.disconnected, ...result }, error: null };
  return { how: call.keypad.left ? 'hangup' : 'exit', result, error: null };
}

function describe(error: unknown): { event: string | null; message: string } {
  return { event: error instanceof PageEvent ? error.event : null, message: messageOf(error) };
}
