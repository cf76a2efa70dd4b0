import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { JsonObject } from '../../core/json.ts';
import { silentLogger } from '../../core/logger.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { loadScriptEngine } from '../../sandbox/script-runtime.ts';
import type { Fetch } from '../fetcher.ts';
import { checkGrammar } from '../grammar/check-grammar.ts';
import { grammarDocument, ruleIn } from '../grammar/grammar-document.ts';
import { runBrowser, type BrowserRun } from '../run-browser.ts';
import { parseXml } from '../xml/parse-xml.ts';
import { ScriptedPlatform } from './scripted-platform.ts';

/** One line of a suite's `index.json`. */
export interface ConformanceTest {
  id: string;
  /** First document, in the folder. */
  start: string;
  summary: string;
  /** What the caller does, one entry a listen. */
  inputs: string[];
  /** True: only voice grammars. */
  needsAsr?: boolean;
  session?: JsonObject;
  /** Folders that answer for absolute addresses. */
  map?: Record<string, string>;
  expect: Expectation;
}

interface Expectation {
  outcome: 'pass' | 'exit' | 'disconnect' | 'error' | 'parses';
  /** The longest an outcome `error` may take. */
  maxSeconds?: number;
  promptsInOrder?: string[];
  promptsExactly?: string[];
  /** Names of files that are played. */
  audio?: string[];
  /** What exit or disconnect hands over. */
  result?: JsonObject;
  /** Requests made, besides the documents of the test. */
  requests?: string[];
  disconnected?: boolean;
}

interface Ran {
  end: Awaited<BrowserRun['ended']>;
  platform: ScriptedPlatform;
  requests: string[];
  seconds: number;
}

const BASE = 'http://conformance.example/';
const SESSION = { connection: { protocol: { name: 'sip' } } };
/** Virtual time after which a session that never ends is given up. */
const LONGEST_MS = 3_600_000;

/** Runs one test on virtual time. Answers why it failed; null when it passed. */
export async function runConformanceTest(folder: string, test: ConformanceTest): Promise<string | null> {
  if (test.expect.outcome === 'parses') return judgeGrammar(folder, test.start);
  const ran = await run(folder, test);
  return typeof ran === 'string' ? ran : judge(test.expect, ran);
}

/** Grammars for speech have no page: all that is asked is that they are read, whole. */
function judgeGrammar(folder: string, file: string): string | null {
  const url = BASE + file;
  const document = grammarDocument(parseXml(readFileSync(join(folder, file), 'utf8')), url);
  checkGrammar(document);
  return ruleIn(document, '', url).attributes.has('id') ? null : 'its root rule has no name';
}

async function run(folder: string, test: ConformanceTest): Promise<Ran | string> {
  await loadScriptEngine();
  const clock = new VirtualClock();
  const begun = clock.now();
  const platform = new ScriptedPlatform(clock, test.inputs);
  const requests: string[] = [];
  const parts = { platform, clock, log: silentLogger, url: BASE + test.start };
  const { ended } = runBrowser({
    ...parts,
    fetch: fetchFor(folder, test, requests),
    session: { ...SESSION, ...test.session },
  });
  let end: Ran['end'] | undefined;
  void ended.then((value) => (end = value));
  await clock.until(() => end !== undefined, LONGEST_MS);
  if (!end) return 'the session never ended';
  return { end, platform, requests, seconds: (clock.now() - begun) / 1000 };
}

function judge(expected: Expectation, ran: Ran): string | null {
  const { end, platform } = ran;
  const said = platform.texts.join(' ');
  if (platform.ranOut) return `the browser listened once more than expected; it said: ${said}`;
  return (
    judgeOutcome(expected, ran, said) ??
    judgePrompts(expected, platform) ??
    judgeRequests(expected, ran.requests) ??
    (expected.disconnected && !platform.ended ? 'it did not hang up' : null) ??
    (expected.result && JSON.stringify(expected.result) !== JSON.stringify(end.result)
      ? `it handed over ${JSON.stringify(end.result)}`
      : null)
  );
}

function judgeOutcome(
  { outcome, maxSeconds }: Expectation,
  { end, seconds }: Ran,
  said: string,
): string | null {
  if (outcome === 'error') {
    if (end.error === null) return `it ended without an error; it said: ${said}`;
    return seconds > (maxSeconds ?? Infinity) ? `the error took ${seconds} s` : null;
  }
  if (/\bfail\b/.test(said)) return `it said: ${said}`;
  if (end.error !== null) return end.error;
  if (outcome === 'pass' && !/\bpass$/.test(said)) return `the last prompt is not "pass": ${said}`;
  if (outcome === 'disconnect' && end.how !== 'disconnect') return `it ended by ${end.how}`;
  return null;
}

function judgePrompts(expected: Expectation, platform: ScriptedPlatform): string | null {
  const said = platform.texts.join(' ');
  let from = 0;
  for (const text of expected.promptsInOrder ?? []) {
    const at = said.indexOf(text, from);
    if (at === -1) return `"${text}" was not heard in "${said.slice(from)}"`;
    from = at + text.length;
  }
  if (expected.promptsExactly && said !== expected.promptsExactly.join(' ')) return `it said: ${said}`;
  const files = platform.files.map((url) => url.slice(url.lastIndexOf('/') + 1));
  const missing = expected.audio?.find((name) => !files.includes(name));
  return missing === undefined ? null : `${missing} was not played`;
}

function judgeRequests({ requests = [] }: Expectation, made: readonly string[]): string | null {
  const missing = requests.find((wanted) => !made.some((url) => url.includes(wanted)));
  return missing === undefined ? null : `${missing} was not asked for`;
}

/** The folder as a web server: a file that is not there is a 404, another host does not exist. */
function fetchFor(folder: string, { map = {} }: ConformanceTest, requests: string[]): Fetch {
  return ({ url }) => {
    requests.push(url);
    const prefix = Object.keys(map).find((start) => url.startsWith(start));
    const address = prefix === undefined ? url : BASE + (map[prefix] ?? '') + url.slice(prefix.length);
    if (!address.startsWith(BASE)) return Promise.reject(new Error('no such host'));
    const file = join(folder, new URL(address).pathname);
    const found = existsSync(file);
    const body = found ? readFileSync(file, 'utf8') : '';
    return Promise.resolve({ status: found ? 200 : 404, headers: {}, body, url });
  };
}
