import { expect, it } from 'vitest';

import { chartDiagram } from '../../src/scxml/chart-diagram.ts';
import { mermaid } from '../../src/drawing/mermaid.ts';
import { chartOf } from './chart-of.ts';

it('a chart becomes states, a start and arrows with their events and conditions', () => {
  const text = mermaid(
    chartDiagram(
      chartOf(`
        <state id="Waiting"><transition event="near" cond="a &lt; 3" target="Dialling"/></state>
        <state id="Dialling"><transition event="done error.dial" target="Over"/></state>
        <final id="Over"/>`),
      'callback',
    ),
  );
  expect(text.split('\n')).toEqual([
    '---',
    'title: "callback"',
    '---',
    'stateDiagram-v2',
    '  [*] --> s1',
    '  state "Waiting" as s1',
    '  state "Dialling" as s2',
    '  state "Over" as s3',
    '  s3 --> [*]',
    '  s1 --> s2 : near #91;a #60; 3#93;',
    '  s2 --> s3 : done error.dial',
    '',
  ]);
});

it('regions that are active at once are parted by a line', () => {
  const text = mermaid(
    chartDiagram(chartOf('<parallel id="P"><state id="left"/><state id="right"/></parallel>'), 'p'),
  );
  expect(text).toContain('    state "left" as s2\n    --\n    state "right" as s3\n  }');
});

it('no text of a document is read as a command of the drawing', () => {
  const text = mermaid({
    title: 'a"\n---\n<script>',
    boxes: [
      {
        ...{ id: 'x" as y', label: '"; click s0 "javascript:alert(1)" %% --> \n', kind: 'box' },
        ...{ parallel: false, notes: ['<img src=x>'], children: [] },
      },
    ],
    arrows: [{ from: 'x" as y', to: 'x" as y', label: 'e : note left of s0' }],
  });
  expect(text).not.toMatch(/<(?!br\/>)|javascript:|%%|click s0 "/);
  expect(text.split('\n')).toHaveLength(7);
});
