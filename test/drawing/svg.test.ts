import { SaxesParser } from 'saxes';
import { expect, it } from 'vitest';

import { svg } from '../../src/drawing/svg.ts';
import { chartDiagram } from '../../src/scxml/chart-diagram.ts';
import { chartOf } from './chart-of.ts';

interface Drawn {
  texts: string[];
  elements: string[];
  lit: number;
}

function read(document: string): Drawn {
  const drawn: Drawn = { texts: [], elements: [], lit: 0 };
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    drawn.elements.push(name);
    if (attributes['class'] === 'lit') drawn.lit++;
  });
  parser.on('text', (text) => text.trim() && drawn.texts.push(text));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(document).close();
  return drawn;
}

const chart = chartOf(`
  <state id="Outer"><transition event="again" target="Outer"/>
    <state id="Inner"><transition event="over" target="End"/></state>
    <history id="before" type="deep"><transition target="Inner"/></history>
  </state>
  <final id="End"/>`);

it('shows each state by name, each transition by event, nested ones inside', () => {
  const { texts, elements } = read(svg(chartDiagram(chart, 'nested')));
  expect(texts).toEqual(
    expect.arrayContaining(['nested', 'Outer', 'again (again)', 'Inner', 'over', 'End', 'H']),
  );
  expect(elements.filter((name) => name === 'path').length).toBe(5);
});

it('lights the active states', () => {
  expect(read(svg(chartDiagram(chart), new Set(['Outer', 'Inner']))).lit).toBe(2);
});

it('text of a document stays text', () => {
  const hostile = chartOf(
    '<state id="a"><transition event="x" cond="\'&lt;script>alert(1)&lt;/script>&amp;\' &lt; 2" target="b"/></state><state id="b"/>',
  );
  const { elements, texts } = read(svg(chartDiagram(hostile, '</title><script>\u0007')));
  expect(elements).not.toContain('script');
  expect(texts).toContain("x ['<script>alert(1)</script>&' < 2]");
});
