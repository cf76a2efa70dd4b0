import { silentLogger } from '../../src/core/logger.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { loadScriptEngine } from '../../src/sandbox/script-runtime.ts';
import type { Fetch, FetchRequest } from '../../src/voicexml/fetcher.ts';
import { runBrowser, type BrowserRun } from '../../src/voicexml/run-browser.ts';
import { ScriptedPlatform } from '../../src/voicexml/conformance/scripted-platform.ts';

const BASE = 'http://pages.example/';
/** Longer than any test's caller stays. */
const LIMIT_MS = 3_600_000;

interface BrowseOptions {
  /** What the caller does, one entry a listen; see ScriptedPlatform. */
  inputs?: string[];
  /** Other documents and files by path, or address of another host; null answers nothing at all. */
  files?: Record<string, string | null>;
  /** How long each takes to come, ms; nothing where it is not said. */
  delays?: Record<string, number>;
  /** Paths that lead on to others. */
  redirects?: Record<string, string>;
  session?: JsonObject;
  /** How long each piece of a prompt takes. */
  segmentMs?: number;
  /** Called once the browser has begun. */
  during?: (parts: { clock: VirtualClock; platform: ScriptedPlatform; run: BrowserRun }) => void;
}

export interface Browsed {
  end: Awaited<BrowserRun['ended']>;
  platform: ScriptedPlatform;
  /** What was said, in order. */
  said: string[];
  requests: FetchRequest[];
  log: string[];
  /** How long the call took, ms. */
  took: number;
}

/** A whole document around what stands at its top. */
export function vxml(body: string, attributes = ''): string {
  return `<?xml version="1.0"?><vxml version="2.1" xmlns="http://www.w3.org/2001/vxml" ${attributes}>${body}</vxml>`;
}

/** A grammar that takes one of the keys. */
export function keys(...list: string[]): string {
  const items = list.map((key) => `<item>${key}</item>`).join('');
  return `<grammar mode="dtmf" root="r" version="1.0"><rule id="r"><one-of>${items}</one-of></rule></grammar>`;
}

/** Runs a page (its content, or a whole document) with a scripted caller on virtual time until the session ends. */
export async function browse(page: string, options: BrowseOptions = {}): Promise<Browsed> {
  await loadScriptEngine();
  const clock = new VirtualClock();
  const begun = clock.now();
  const platform = new ScriptedPlatform(clock, options.inputs ?? [], options.segmentMs ?? 0);
  const files = { 'start.vxml': page.startsWith('<?xml') ? page : vxml(page), ...options.files };
  const requests: FetchRequest[] = [];
  const log: string[] = [];
  const record = (_: object, message: string): void => void log.push(message);
  const run = runBrowser({
    platform,
    fetch: delayed(fetchFrom(files, options.redirects ?? {}, requests), options.delays ?? {}, clock),
    clock,
    log: { ...silentLogger, debug: record, warn: record, error: record },
    url: `${BASE}start.vxml`,
    session: options.session ?? {},
  });
  let end: Browsed['end'] | undefined;
  void run.ended.then((value) => (end = value));
  options.during?.({ clock, platform, run });
  await clock.until(() => end !== undefined, LIMIT_MS);
  if (!end) throw new Error(`the session never ended; said: ${platform.texts.join(' | ')}`);
  return { end, platform, said: platform.texts, requests, log, took: clock.now() - begun };
}

function fetchFrom(
  files: Record<string, string | null>,
  redirects: Record<string, string>,
  requests: FetchRequest[],
): Fetch {
  return (request) => {
    requests.push(request);
    const path = pathOf(request.url);
    const body = files[path];
    const location = redirects[path];
    if (location !== undefined)
      return Promise.resolve({ status: 302, headers: { location }, body: '', url: request.url });
    if (body === null) return new Promise(() => undefined);
    if (body === undefined && path.includes(':')) return Promise.reject(new Error('no such host'));
    const status = body === undefined ? 404 : 200;
    return Promise.resolve({ status, headers: {}, body: body ?? '', url: request.url });
  };
}

/** The path of a page of ours, the whole address of any other; without query. */
function pathOf(url: string): string {
  const [address = ''] = url.split('?');
  return address.startsWith(BASE) ? address.slice(BASE.length) : address;
}

function delayed(fetch: Fetch, delays: Record<string, number>, clock: VirtualClock): Fetch {
  return async (request) => {
    const delay = delays[pathOf(request.url)];
    if (delay !== undefined) await new Promise<void>((resolve) => clock.at(clock.now() + delay, resolve));
    return fetch(request);
  };
}
