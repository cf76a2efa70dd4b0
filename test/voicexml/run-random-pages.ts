import fc from 'fast-check';
import { expect } from 'vitest';

import { browse, vxml } from './browse.ts';
import { randomCaller, randomPage } from './random-pages.ts';

const rules = `<grammar xmlns="http://www.w3.org/2001/06/grammar" mode="dtmf" root="r"><rule id="r">1</rule></grammar>`;
const files = {
  'other.vxml': vxml('<form id="b"><block>other<goto next="start.vxml"/></block></form>'),
  'far/away': vxml(
    '<form><block>far<goto next="../start.vxml#b"/></block></form>',
    'xml:base="http://pages.example/far/"',
  ),
  slow: vxml('<form><block>slow<return/></block></form>'),
  never: null,
  huge: vxml(`<form><block>${'x'.repeat(1_100_000)}</block></form>`),
  'no-xml': '<vxml><form>',
  rules,
};

/** When the caller hangs up, ms after the call began, if not before at a listen. */
const leaving = fc.oneof(fc.nat(20_000), fc.constant(1_800_000));

/**
 * Random pages with random callers. Whatever they do, the call ends with an outcome within bounds; a failure is an
 * event of VoiceXML or the limit of steps, never a mistake of ours; and nothing of it gets out of the script engine.
 */
export async function runRandomPages(numRuns: number, seed: number): Promise<void> {
  // Told before, since a page that never ends takes the process with it.
  console.log(`random pages: ${numRuns} runs, seed ${seed}`);
  await fc.assert(
    fc.asyncProperty(randomPage, randomCaller, leaving, async (page, inputs, leavesAt) => {
      const { end, log } = await browse(`<?xml version="1.0"?>${page}`, {
        inputs,
        files,
        delays: { slow: 5000 },
        redirects: { round: 'round' },
        segmentMs: 700,
        during({ clock, platform }) {
          clock.at(clock.now() + leavesAt, () => platform.hangUp());
        },
      });
      expect(['exit', 'disconnect', 'hangup', 'error']).toContain(end.how);
      if (end.how === 'error')
        expect(end.error).toMatch(
          /^(\S+$|\S+: |more than 1000? steps |more than 120 s |scripts were cut off)/,
        );
      expect(log).not.toContain('the VoiceXML browser failed');
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    }),
    // To make a page of this kind smaller takes hours: seed and path are told instead.
    { numRuns, seed, endOnFailure: true },
  );
}
