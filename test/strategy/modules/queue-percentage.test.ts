import fc from 'fast-check';
import { expect, it } from 'vitest';

import { targetsOf } from '../../../src/strategy/modules/queue-targets.ts';

/** What is waited for, of targets with these weights, when this is drawn. */
function drawn(weights: number[], draw: number): string {
  const expr = weights.map((weight, index) => `[${weight}]${index}@.A`).join();
  const children = [{ name: 'targetid', attributes: { expr }, children: [] }];
  const found = targetsOf([{ name: 'targets', attributes: {}, children }], draw);
  return found.ok ? found.target : found.why;
}

it('each target is drawn as often as its weight says', () => {
  const weights = fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      weights.filter((list) => list.some((weight) => weight > 0)),
      (list) => {
        const sum = list.reduce((total, weight) => total + weight, 0);
        const targets = Array.from({ length: sum }, (_, at) => drawn(list, (at + 0.5) / sum));
        const counts = list.map((_, index) => targets.filter((target) => target === `${index}@.A`).length);
        expect(counts).toEqual(list);
      },
    ),
  );
});

it('no chance is without a target', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(chance, fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1 }), (draw, weights) => {
      expect(drawn(weights, draw)).toMatch(/^\d+@\.A$/);
    }),
  );
});
