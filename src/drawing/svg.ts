import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';

import type { Diagram } from './diagram.ts';
import { layout, LINE_HEIGHT, textSize, type PlacedArrow, type PlacedBox } from './layout.ts';

/** Style of the drawings. */
export const STYLE = [
  'svg{font:12px ui-sans-serif,system-ui,sans-serif;background:#fff}',
  'text{fill:#1b1f24}.note{fill:#57606a}.name{font-weight:600}',
  '.box{fill:#f6f8fa;stroke:#8c959f}.group{fill:#fff;stroke:#8c959f}.parallel{stroke-dasharray:5 4}',
  '.end{stroke:#1b1f24;stroke-width:2}.dot{fill:#1b1f24}.history{fill:#fff;stroke:#1b1f24}',
  '.arrow{fill:none;stroke:#57606a}.label{fill:#0b57a4}.behind{fill:#fff;opacity:.8}',
  '.lit>rect{fill:#fff3c4;stroke:#b35900;stroke-width:2}',
].join('');

/**
 * A diagram as an SVG document of its own, in pixels. `lit` names boxes that are shown as active.
 * All text is escaped; the document has no script and refers to nothing outside.
 */
export function svg(diagram: Diagram, lit: ReadonlySet<string> = new Set()): string {
  return draw(diagram, { lit, style: STYLE });
}

/** The same to be put into a page, which has the style: groups name their box in `data-state`, arrows theirs in `data-from` and `data-to`. */
export function picture(diagram: Diagram): string {
  return draw(diagram, { lit: new Set(), style: null });
}

function draw(diagram: Diagram, { lit, style }: { lit: ReadonlySet<string>; style: string | null }): string {
  const placed = layout(diagram);
  const size = { width: Math.ceil(placed.width), height: Math.ceil(placed.height) };
  const root = create().ele('http://www.w3.org/2000/svg', 'svg', {
    ...size,
    viewBox: `0 0 ${size.width} ${size.height}`,
    role: 'img',
  });
  root.ele('title').txt(printable(diagram.title));
  if (style !== null) root.ele('style').txt(style);
  const head = root.ele('defs').ele('marker', {
    ...{ id: 'head', viewBox: '0 0 10 10', refX: 10, refY: 5, markerWidth: 7, markerHeight: 7 },
    orient: 'auto',
  });
  head.ele('path', { d: 'M0 0L10 5L0 10z', fill: '#57606a' });
  root.ele('text', { x: 12, y: 24, class: 'name' }).txt(printable(diagram.title));
  for (const box of placed.boxes) drawBox(root, box, lit.has(box.box.id));
  for (const arrow of placed.arrows)
    root.ele('path', { ...endsOf(arrow), class: 'arrow', d: line(arrow), 'marker-end': 'url(#head)' });
  for (const arrow of placed.arrows) drawLabel(root, arrow);
  return root.doc().end({ headless: true, prettyPrint: true });
}

function drawBox(root: XMLBuilder, place: PlacedBox, lit: boolean): void {
  const { box } = place;
  const group = root.ele('g', { ...(lit ? { class: 'lit' } : {}), 'data-state': printable(box.id) });
  if (box.label !== '') group.ele('title').txt(printable(box.label));
  const middle = { cx: place.x + place.width / 2, cy: place.y + place.height / 2 };
  if (box.kind === 'start') {
    group.ele('circle', { ...middle, r: 6, class: 'dot' });
    return;
  }
  if (box.kind === 'history') {
    group.ele('circle', { ...middle, r: 8, class: 'history' });
    group.ele('text', { x: middle.cx, y: middle.cy + 4, 'text-anchor': 'middle' }).txt('H');
    return;
  }
  const kind = box.children.length === 0 ? 'box' : 'group';
  const classes = [kind, box.parallel ? 'parallel' : '', box.kind === 'end' ? 'end' : ''];
  const { x, y, width, height } = place;
  group.ele('rect', { x, y, width, height, rx: 6, class: classes.filter((one) => one !== '').join(' ') });
  for (const [index, text] of [box.label, ...box.notes].entries())
    group
      .ele('text', { x: x + 12, y: y + 24 + index * LINE_HEIGHT, class: index === 0 ? 'name' : 'note' })
      .txt(printable(text));
}

function endsOf({ arrow }: PlacedArrow): Record<string, string> {
  return { 'data-from': printable(arrow.from), 'data-to': printable(arrow.to) };
}

function drawLabel(root: XMLBuilder, { label, at }: PlacedArrow): void {
  if (label.length === 0) return;
  const { width, height } = textSize(label);
  root.ele('rect', { x: at.x - width / 2, y: at.y - height / 2, width, height, class: 'behind' });
  for (const [index, text] of label.entries())
    root
      .ele('text', {
        ...{ x: at.x, y: at.y - height / 2 + 12 + index * LINE_HEIGHT },
        ...{ class: 'label', 'text-anchor': 'middle' },
      })
      .txt(printable(text));
}

function line({ path }: PlacedArrow): string {
  return path.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}

/** XML 1.0 has no way to write control characters. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '�');
}
