import type { VoiceEnd, VoiceRunner } from '../app/ports.ts';
import { loadScriptEngine } from '../sandbox/script-runtime.ts';
import { createDocumentFetch } from '../voicexml/fetch/document-fetch.ts';
import type { Fetch } from '../voicexml/fetcher.ts';
import { runBrowser, type BrowserRun } from '../voicexml/run-browser.ts';
import { createOwnFetch, pageAddress, type OwnPages } from './own-fetch.ts';
import { SwitchPlatform, type SwitchPlatformParts } from './switch-platform.ts';
import { createVoiceWorkers } from './voice-workers.ts';

export interface VoiceRunnerParts extends SwitchPlatformParts {
  /** Worker threads; 0 runs browsers in the calling thread (virtual time). */
  threads: number;
  /** Our own page server, asked in process: the same bytes and headers as over HTTP. */
  fetch: OwnPages;
  /** Our own address, as documents know it. */
  origin?: string;
  /** Hosts that other pages may be fetched from; none when left out. */
  hosts?: readonly string[];
}

/** Runs dialogs until it is closed: then those under way fall silent and never end, for their calls live on. */
type ClosableRunner = VoiceRunner & { close(): Promise<void> };

/** Runs the VoiceXML browser on calls, in worker threads or, with none, in this one. */
export async function createVoiceRunner(parts: VoiceRunnerParts): Promise<ClosableRunner> {
  const fetch = createOwnFetch(
    parts.fetch,
    createDocumentFetch(parts.hosts ?? [], parts.clock),
    parts.origin,
  );
  if (parts.threads > 0) return createVoiceWorkers({ ...parts, fetch });
  // Loading takes real time, which a virtual clock would not wait for.
  await loadScriptEngine();
  return runnerInThread(parts, fetch);
}

function runnerInThread(parts: VoiceRunnerParts, fetch: Fetch): ClosableRunner {
  const { clock, log } = parts;
  const runs = new Map<SwitchPlatform, BrowserRun>();
  return {
    run(call, url, session) {
      const platform = new SwitchPlatform(call, parts);
      const run = runBrowser({ platform, fetch, clock, log, url: pageAddress(url), session });
      runs.set(platform, run);
      const { promise: ended, resolve } = Promise.withResolvers<VoiceEnd>();
      void run.ended.then((end) => {
        platform.release();
        if (runs.delete(platform)) resolve(end);
      });
      return { ended, stop: () => run.stop() };
    },
    close() {
      for (const [platform, run] of runs) {
        platform.release();
        run.stop();
      }
      runs.clear();
      return Promise.resolve();
    },
  };
}
