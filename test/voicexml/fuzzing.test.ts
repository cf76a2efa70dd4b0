import fc from 'fast-check';
import { expect, test } from 'vitest';

import { browse, keys, vxml } from './browse.ts';
import { runRandomPages } from './run-random-pages.ts';

const flow = vxml(`
  <catch event="connection.disconnect"><submit next="left.vxml" method="post" namelist="phone"/></catch>
  <catch event="error"><exit expr="{ failed: _event + ' ' + _message }"/></catch>
  <var name="phone"/>
  <menu id="offer" dtmf="true"><prompt>Call back?</prompt><choice next="#number">yes</choice><choice next="#stay">no</choice>
    <noinput count="3"><goto next="#stay"/></noinput><nomatch count="3"><goto next="#stay"/></nomatch></menu>
  <form id="number"><field name="typed" type="digits?minlength=3;maxlength=6"><prompt bargein="false">Number?</prompt>
    <filled><assign name="phone" expr="typed"/></filled><nomatch count="2"><goto next="#stay"/></nomatch></field>
    <field name="right"><prompt>Is <value expr="phone"/> right?</prompt>${keys('1', '2', '*#')}
    <filled><if cond="right == '2'"><clear/><elseif cond="right == '*#'"/><clear namelist="right"/><throw event="help"/>
      <else/><exit namelist="phone"/></if></filled></field></form>
  <form id="stay"><block>Please hold.<exit expr="{ end: 'queue' }"/></block></form>`);

const left = vxml('<form><block><exit expr="{ left: true }"/></block></form>');
const input = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[0-9*#A-D]{1,8}$/).map((typed) => `dtmf:${typed}`) },
  { weight: 4, arbitrary: fc.constantFrom('dtmf:1', 'dtmf:2', 'dtmf:12345#', 'dtmf:1#') },
  { weight: 1, arbitrary: fc.constantFrom('noinput', 'hangup') },
);

test('whatever a caller presses the dialog ends in one of its own ways', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(input, { maxLength: 20 }), async (inputs) => {
      const { end } = await browse(flow, { inputs, files: { 'left.vxml': left }, segmentMs: 300 });
      expect(end.error).toBe(null);
      expect(end.result['failed']).toBe(undefined);
      const outcome = JSON.stringify(end.result);
      expect(outcome).toMatch(
        end.how === 'hangup' ? '{"left":true}' : /^\{("end":"queue"|"phone":"\d{3,6}")\}$/,
      );
    }),
    { numRuns: 60 },
  );
});

/** Cuts, doubles, swaps or garbles a piece of a page. */
const damage = fc.record({
  at: fc.nat(),
  length: fc.nat(40),
  what: fc.constantFrom('cut', 'double', 'garble', 'move'),
  garbage: fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom(
      '<',
      '&',
      '"/>',
      '<form>',
      '</form>',
      'expr="',
      '\u0000',
      '<!DOCTYPE x [<!ENTITY y "z">]>',
    ),
  ),
});

function damaged(
  page: string,
  wounds: readonly (typeof damage extends fc.Arbitrary<infer Wound> ? Wound : never)[],
): string {
  return wounds.reduce((text, { at, length, what, garbage }) => {
    const from = at % text.length;
    const piece = text.slice(from, from + length);
    const rest = text.slice(from + length);
    if (what === 'cut') return text.slice(0, from) + rest || ' ';
    if (what === 'double') return text.slice(0, from) + piece + piece + rest;
    if (what === 'move') return piece + text.slice(0, from) + rest;
    return text.slice(0, from) + garbage + rest;
  }, page);
}

test('a damaged page ends in an orderly way: as an error, or as whatever it still says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (wounds) => {
      const page = damaged(flow.slice(flow.indexOf('<vxml')), wounds);
      const start = vxml(
        '<catch event="error"><exit expr="{ refused: _event }"/></catch><form><block><goto next="bad.vxml"/></block></form>',
      );
      const files = { 'bad.vxml': page, 'left.vxml': left };
      const { end } = await browse(start, { inputs: ['dtmf:1', 'dtmf:12345#', 'dtmf:1', 'hangup'], files });
      expect(['exit', 'hangup', 'error']).toContain(end.how);
      if (end.how === 'error') expect(end.error).toMatch(/^(error\.|more than 1000 steps)/);
    }),
    { numRuns: 80 },
  );
});

test('whatever an expression is, the call goes on', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.constantFrom('(', ')', '}', '});', '//', '/*', '"', '`${', 'this', 'arguments', '$scopes'),
      ),
      async (code) => {
        const expression = code
          .replace(/&/g, '&amp;')
          .replace(/</g, '&lt;')
          .replace(/"/g, '&quot;')
          .replace(/[^\x20-\ud7ff]/g, '');
        const page = `<catch event="error.semantic">no<exit/></catch><form><block><value expr="${expression}"/> yes<exit/></block></form>`;
        const { end } = await browse(page);
        expect(end).toEqual({ how: 'exit', result: {}, error: null });
      },
    ),
    { numRuns: 60 },
  );
});

test('whatever a page is made of, and whatever the caller does, the call ends in an orderly way', async () => {
  await runRandomPages(60, 20260104);
});
