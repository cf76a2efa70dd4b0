import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Logger } from '../core/logger.ts';
import { loadScriptEngine } from '../sandbox/script-runtime.ts';
import { Call, type CallLimits, type CallParts } from './call.ts';
import { Fetcher, type Fetch, type FetchLimits } from './fetcher.ts';
import { Inbox } from './input/inbox.ts';
import { Keypad } from './input/keypad.ts';
import { PageEvent } from './page-event.ts';
import type { Platform } from './platform.ts';
import { PromptQueue } from './prompt/prompt-queue.ts';
import { RunawayError } from './runaway-error.ts';
import { runSession } from './run-documents.ts';
import { PageScript } from './script/page-script.ts';
import { takeScriptEngine, type ScriptEngine } from './script/script-engine.ts';
import { completeSession } from './session.ts';
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

const STOPPED: BrowserEnd = { how: 'exit', result: {}, error: null };

const limits: CallLimits & FetchLimits = {
  steps: 1_000,
  stepsAfterHangup: 100,
  afterHangupMs: 120_000,
  subdialogs: 20,
  fetchTimeoutMs: 10_000,
  longestTimeoutMs: 60_000,
  largestDocument: 1024 * 1024,
  redirects: 10,
};

/** Runs VoiceXML documents on a call until one ends the session. */
export function runBrowser(parts: BrowserParts): BrowserRun {
  const stopping = new AbortController();
  const inbox = new Inbox(parts.clock);
  const keypad = new Keypad(
    { subscribe: (listener) => inbox.subscribe(parts.platform, listener) },
    parts.clock,
  );
  const prompts = new PromptQueue(parts.platform, keypad, parts.clock);
  const fetcher = new Fetcher(parts.fetch, parts.clock, limits);
  return {
    ended: run({
      ...parts,
      session: completeSession(parts.session),
      inbox,
      keypad,
      prompts,
      fetcher,
      stopped: stopping.signal,
    }),
    stop() {
      stopping.abort();
      keypad.close();
      inbox.close();
      prompts.close();
      fetcher.abort();
    },
  };
}

async function run(parts: BrowserParts & Omit<CallParts, 'script' | 'limits'>): Promise<BrowserEnd> {
  let engine: ScriptEngine | undefined;
  try {
    await loadScriptEngine();
    engine = takeScriptEngine(parts.clock);
    const script = new PageScript(engine.host);
    return await browse(new Call({ ...parts, script, limits }), parts.url);
  } catch (error) {
    return parts.stopped.aborted ? STOPPED : failure(error, parts);
  } finally {
    engine?.giveBack();
  }
}

async function browse(call: Call, url: string): Promise<BrowserEnd> {
  const control = await runSession(call, await firstTarget(call.fetcher, url));
  if (control.kind !== 'exit') throw new Error(`a session cannot end by ${control.kind}`);
  const end = endOf(call, control);
  // What was said last is heard before the session ends (VoiceXML 2.1 §4.1.8).
  await call.prompts.playOut();
  return end;
}

function endOf(call: Call, { result, error }: { result: JsonObject; error: string | null }): BrowserEnd {
  if (call.stopped) return STOPPED;
  if (error !== null) return { how: 'error', result, error };
  if (call.disconnected)
    return { how: 'disconnect', result: { ...call.disconnected, ...result }, error: null };
  return { how: call.keypad.left ? 'hangup' : 'exit', result, error: null };
}

/** An event that no document was there to handle, pages that ran away, or a mistake of ours. */
function failure(error: unknown, { url, log }: BrowserParts): BrowserEnd {
  const message = messageOf(error);
  if (error instanceof PageEvent) return { how: 'error', result: {}, error: `${error.event}: ${message}` };
  if (!(error instanceof RunawayError)) log.error({ url, error: message }, 'the VoiceXML browser failed');
  return { how: 'error', result: {}, error: message };
}
