import fc from 'fast-check';
import { expect, test } from 'vitest';

import { withGivenData } from '../../src/scxml/given-data.ts';
import { ChartSession, ors } from '../support/chart-session.ts';

test('data of the top level get the values given; the rest stays to the letter', () => {
  const text = `<scxml><datamodel>\n <data id="a"/><data expr='1' id='b'/><data id="c" src="c.json"/></datamodel>
    <state><datamodel><data id="a"/></datamodel></state></scxml>`;
  expect(withGivenData(text, { a: 'x', b: 'y', c: 'z', d: 'none' })).toBe(
    text
      .replace('<data id="a"/>', '<data id="a" expr="&#34;x&#34;"/>')
      .replace("expr='1'", "expr='&#34;y&#34;'"),
  );
  expect(withGivenData(text, {})).toBe(text);
  expect(withGivenData('<scxml', { a: 'x' })).toBe('<scxml');
});

test('a macro that nobody filled in is nothing', () => {
  expect(withGivenData('<scxml><datamodel><data id="a"/></datamodel></scxml>', { a: '[UDATA.x]' })).toContain(
    'expr="&#34;&#34;"',
  );
});

test('any text arrives as it was, and nothing else of the document changes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 30 }), async (value) => {
      const text = ors(
        '<datamodel><data id="a" expr="0"/><data id="b" expr="2"/></datamodel><state id="s"/>',
      );
      const session = await ChartSession.started(withGivenData(text, { a: value }));
      expect(session.data).toEqual({ a: /^\[[A-Z]+(\.[^\]]*)?\]$/.test(value) ? '' : value, b: 2 });
    }),
    { numRuns: 40 },
  );
});
