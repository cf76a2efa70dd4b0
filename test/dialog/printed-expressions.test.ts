import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { Expression } from '../../src/dialog/expression.ts';
import { parseExpression } from '../../src/dialog/parse-expression.ts';
import { printExpression } from '../../src/dialog/print-expression.ts';

const leaf: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('wait.seconds', 'caller', 'true', 'false', '12', '"it\'s"'),
);
const source = (depth: number): fc.Arbitrary<string> =>
  depth === 0
    ? leaf
    : fc.oneof(
        leaf,
        source(depth - 1).map((inner) => `not (${inner})`),
        fc
          .tuple(source(depth - 1), fc.constantFrom('and', 'or', '==', '<='), source(depth - 1))
          .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
      );

/** Without the places in the text. */
const meaning = (expression: Expression): unknown =>
  JSON.parse(JSON.stringify(expression, (key, value: unknown) => (key === 'offset' ? undefined : value)));

it('a printed condition reads back as the same condition', () => {
  fc.assert(
    fc.property(source(3), (text) => {
      const expression = parseExpression(text);
      expect(meaning(parseExpression(printExpression(expression)))).toEqual(meaning(expression));
    }),
  );
});
