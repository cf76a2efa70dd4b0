import fc from 'fast-check';
import { expect, it } from 'vitest';

import { type Arrow, type Box } from '../../src/drawing/diagram.ts';
import { layout, type PlacedBox } from '../../src/drawing/layout.ts';

interface Tree {
  kind: Box['kind'];
  parallel: boolean;
  notes: string[];
  children: Tree[];
}

const tree = (depth: number): fc.Arbitrary<Tree> =>
  fc.record({
    kind: fc.constantFrom<Box['kind'][]>('box', 'end'),
    parallel: fc.boolean(),
    notes: fc.array(fc.string({ maxLength: 30 }), { maxLength: 2 }),
    children: depth === 0 ? fc.constant([]) : fc.array(tree(depth - 1), { maxLength: 3 }),
  });

function numbered(trees: Tree[], prefix: string): Box[] {
  return trees.map((one, index) => {
    const id = `${prefix}${index}`;
    return { ...one, id, label: id, children: numbered(one.children, `${id}.`) };
  });
}

const flat = (boxes: Box[]): Box[] => boxes.flatMap((box) => [box, ...flat(box.children)]);

const diagrams = fc
  .tuple(
    fc.array(tree(3), { minLength: 1, maxLength: 4 }),
    fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 8 }),
  )
  .map(([trees, pairs]) => {
    const boxes = numbered(trees, 'b');
    const ids = flat(boxes).map(({ id }) => id);
    const arrows = pairs.flatMap(([a, b]): Arrow[] => {
      const from = ids[a % ids.length]!;
      const to = ids[b % ids.length]!;
      return from.startsWith(to) || to.startsWith(from) ? [] : [{ from, to, label: 'event' }];
    });
    return { title: 'drawn', boxes, arrows };
  });

const within = (inner: PlacedBox, outer: { x: number; y: number; width: number; height: number }): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width + 0.001 &&
  inner.y + inner.height <= outer.y + outer.height + 0.001;

const apart = (a: PlacedBox, b: PlacedBox): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

it('boxes are inside the boxes that hold them, and beside each other they do not overlap', () => {
  fc.assert(
    fc.property(diagrams, (diagram) => {
      const placed = layout(diagram);
      const places = new Map(placed.boxes.map((place) => [place.box.id, place]));
      const check = (boxes: Box[], outer: { x: number; y: number; width: number; height: number }): void => {
        const here = boxes.map(({ id }) => places.get(id)!);
        for (const [index, place] of here.entries()) {
          expect(within(place, outer)).toBe(true);
          for (const other of here.slice(index + 1)) expect(apart(place, other)).toBe(true);
          check(place.box.children, place);
        }
      };
      check(diagram.boxes, { x: 0, y: 0, width: placed.width, height: placed.height });
      expect(placed.arrows).toHaveLength(diagram.arrows.length);
    }),
    { numRuns: 60 },
  );
});
