import { join } from 'node:path';

import { expect, test } from 'vitest';

import { runConformanceTest } from '../../src/voicexml/conformance/conformance-test.ts';
import { readSuite, skipReason } from '../../src/voicexml/conformance/run-suite.ts';

const root = process.env['RINGBACK_CONFORMANCE'];
const folder = root === undefined ? null : join(root, 'vxml-ir');
if (folder === null) console.warn('RINGBACK_CONFORMANCE is not set: the W3C VoiceXML tests are not run');

const all = folder === null ? [] : readSuite(folder);
const wanted = all.filter((one) => skipReason(one) === null);

test('only what needs speech is skipped', () => {
  if (folder === null) return;
  expect(wanted.length).toBe(173);
});

test.each(wanted.map((one) => [one.id, one.summary, one] as const))('%s %s', async (_id, _summary, one) => {
  expect(await runConformanceTest(folder ?? '', one)).toBe(null);
});
