import type { VoiceEnd, VoiceRun, VoiceRunner } from '../app/ports.ts';
import type { Clock } from '../core/clock.ts';
import type { JsonObject } from '../core/json.ts';
import type { Logger } from '../core/logger.ts';
import { loadScriptEngine } from '../sandbox/script-runtime.ts';
import type { SwitchCall } from '../switch/switch.ts';
import { runBrowser } from '../voicexml/run-browser.ts';
import { createOwnFetch, pageAddress, type OwnPages } from './own-fetch.ts';
import { SwitchPlatform } from './switch-platform.ts';
import { createVoiceWorkers } from './voice-workers.ts';

export interface VoiceRunnerParts {
  /** Worker threads; 0 runs browsers in the calling thread (virtual time). */
  threads: number;
  clock: Clock;
  log: Logger;
  /** Our own page server, asked in process: the same bytes and headers as over HTTP. */
  fetch: OwnPages;
}

/**
 * Runs the VoiceXML browser on calls, in worker threads or, with none, in this one. A run ends as its pages end it;
 * after `close` those under way never do.
 */
export async function createVoiceRunner(
  parts: VoiceRunnerParts,
): Promise<VoiceRunner & { close(): Promise<void> }> {
  const fetch = createOwnFetch(parts.fetch);
  if (parts.threads > 0) return createVoiceWorkers({ ...parts, fetch });
  // Loading takes real time, which a virtual clock would not wait for.
  await loadScriptEngine();
  return {
    run(call: SwitchCall, url: string, session: JsonObject): VoiceRun {
      const platform = new SwitchPlatform(call, parts.log);
      const { clock, log } = parts;
      const run = runBrowser({ platform, fetch, clock, log, url: pageAddress(url), session });
      return { ended: run.ended.then((end) => finish(platform, end)), stop: () => run.stop() };
    },
    close: () => Promise.resolve(),
  };
}

function finish(platform: SwitchPlatform, end: VoiceEnd): VoiceEnd {
  platform.release();
  return end;
}
