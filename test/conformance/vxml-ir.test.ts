import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { silentLogger } from '../../src/core/logger.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { loadScriptEngine } from '../../src/sandbox/script-runtime.ts';
import { checkGrammar } from '../../src/voicexml/grammar/check-grammar.ts';
import { grammarDocument, ruleIn } from '../../src/voicexml/grammar/grammar-document.ts';
import type { Fetch } from '../../src/voicexml/fetcher.ts';
import { runBrowser, type BrowserRun } from '../../src/voicexml/run-browser.ts';
import { parseXml } from '../../src/voicexml/xml/parse-xml.ts';
import { ScriptedPlatform } from '../support/scripted-platform.ts';
import { vxmlSkips } from './vxml-skips.ts';

interface ConformanceTest {
  id: string;
  start: string;
  summary: string;
  inputs: string[];
  session?: JsonObject;
  /** Folders that answer for absolute addresses. */
  map?: Record<string, string>;
  expect: {
    outcome: 'pass' | 'exit' | 'parses';
    promptsInOrder?: string[];
    audio?: string[];
    disconnected?: boolean;
  };
}

const root = process.env['RINGBACK_CONFORMANCE'];
const folder = root === undefined ? null : join(root, 'vxml-ir');
if (folder === null) console.warn('RINGBACK_CONFORMANCE is not set: the W3C VoiceXML tests are not run');

const BASE = 'http://conformance.example/';
const session = { connection: { protocol: { name: 'sip' } } };
const all =
  folder === null ? [] : (JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as ConformanceTest[]);
/** Grammars for speech have no page: all that is asked is that they are read. */
const grammars = all.filter(({ expect }) => expect.outcome === 'parses');
const wanted = all.filter((one) => !Object.hasOwn(vxmlSkips, one.id) && !grammars.includes(one));

test('every skipped test exists, and most are not skipped', () => {
  if (folder === null) return;
  const known = new Set(all.map(({ id }) => id));
  expect(Object.keys(vxmlSkips).filter((id) => !known.has(id))).toEqual([]);
  expect(wanted.length).toBe(156);
});

test.each(wanted.map((one) => [one.id, one.summary, one] as const))('%s %s', async (_id, _summary, one) => {
  const { end, platform } = await run(one);
  const said = platform.texts.join(' ');
  expect(platform.ranOut, `the browser listened once more than expected; it said: ${said}`).toBe(false);
  expect(said).not.toMatch(/\bfail\b/);
  expect(end.error).toBe(null);
  if (one.expect.outcome === 'pass') expect(said).toMatch(/\bpass$/);
  let from = 0;
  for (const text of one.expect.promptsInOrder ?? []) {
    const at = said.indexOf(text, from);
    expect(at, `"${text}" in "${said.slice(from)}"`).not.toBe(-1);
    from = at + text.length;
  }
  const files = platform.files.map((url) => url.slice(url.lastIndexOf('/') + 1));
  expect(files).toEqual(expect.arrayContaining(one.expect.audio ?? []));
  if (one.expect.disconnected) expect(platform.ended).toBe(true);
});

test.each(grammars.map(({ id, start }) => [id, start] as const))('%s is read', (_id, start) => {
  const url = BASE + start;
  const document = grammarDocument(parseXml(readFileSync(join(folder ?? '', start), 'utf8')), url);
  checkGrammar(document);
  expect(ruleIn(document, '', url).attributes.get('id')).toBe('main');
});

async function run(
  one: ConformanceTest,
): Promise<{ end: Awaited<BrowserRun['ended']>; platform: ScriptedPlatform }> {
  await loadScriptEngine();
  const clock = new VirtualClock();
  const platform = new ScriptedPlatform(clock, one.inputs);
  const url = BASE + one.start;
  const parts = { platform, fetch: fetchFor(one), clock, log: silentLogger, url };
  const { ended } = runBrowser({ ...parts, session: { ...session, ...one.session } });
  let end: Awaited<typeof ended> | undefined;
  void ended.then((value) => (end = value));
  await clock.until(() => end !== undefined);
  if (!end) throw new Error('the session never ended');
  return { end, platform };
}

function fetchFor({ map = {} }: ConformanceTest): Fetch {
  return ({ url }) => {
    const prefix = Object.keys(map).find((start) => url.startsWith(start));
    const address = prefix === undefined ? url : BASE + (map[prefix] ?? '') + url.slice(prefix.length);
    if (!address.startsWith(BASE)) return Promise.reject(new Error('no such host'));
    const file = join(folder ?? '', new URL(address).pathname);
    const found = existsSync(file);
    const body = found ? readFileSync(file, 'utf8') : '';
    return Promise.resolve({ status: found ? 200 : 404, headers: {}, body, url });
  };
}
