import fc from 'fast-check';
import { expect, it } from 'vitest';

import { meets } from '../../src/routing/meets.ts';
import { parseTarget } from '../../src/routing/target.ts';

const skills = { Billing: 3, English: 2, Sales: 0 };
const agent = { id: '1001', skills };

function holds(text: string): boolean {
  const parsed = parseTarget(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.at}: ${parsed.message}`);
  return meets(parsed.target, agent);
}

interface Tree {
  text: string;
  value: number;
}

const reckoned: Record<string, (left: number, right: number) => number> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

const level = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.nat(9).map((value) => ({ text: String(value), value })),
    fc
      .constantFrom('Billing' as const, 'English' as const, 'Sales' as const)
      .map((name) => ({ text: name, value: skills[name] })),
    fc
      .tuple(tie('tree'), fc.constantFrom(...Object.keys(reckoned)), tie('tree'))
      .map(([left, sign, right]) => ({
        text: `(${left.text} ${sign} ${right.text})`,
        value: reckoned[sign]?.(left.value, right.value) ?? Number.NaN,
      })),
    tie('tree').map(({ text, value }) => ({ text: `-${text}`, value: -value })),
  ),
})).tree;

it('levels are reckoned as arithmetic says; what cannot be reckoned holds for nothing', () => {
  fc.assert(
    fc.property(level, level, (left, right) => {
      const known = Number.isFinite(left.value) && Number.isFinite(right.value);
      expect(holds(`${left.text} > ${right.text}`)).toBe(known && left.value > right.value);
      expect(holds(`${left.text} <= ${right.text}`)).toBe(known && left.value <= right.value);
    }),
    { numRuns: 500 },
  );
});

it('without parentheses products come before sums, from left to right', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('+', '-', '*'), fc.nat(9)), { maxLength: 30 }), (parts) => {
      const text = ['7', ...parts.flatMap(([sign, value]) => [sign, String(value)])].join(' ');
      // Products first, then the sum of the terms.
      const terms = [7];
      for (const [sign, value] of parts) {
        if (sign === '*') terms.push((terms.pop() ?? 0) * value);
        else terms.push(sign === '-' ? -value : value);
      }
      const sum = terms.reduce((total, term) => total + term, 0);
      expect(holds(`${text} = ${sum < 0 ? `-${-sum}` : sum}`)).toBe(true);
    }),
  );
});

it('the longest texts there may be are read or refused, whatever they repeat', () => {
  for (const part of ['1+', '-', '(', '!', 'A|', 'A>1&', '?:', '@.GA', 'A@', '1*(', '> ', 'é'])
    for (const end of ['1 > 0', 'A', '']) {
      const text = part.repeat(Math.floor(1_990 / part.length)) + end;
      const parsed = parseTarget(text);
      if (parsed.ok) expect(typeof meets(parsed.target, agent)).toBe('boolean');
      else expect(parsed.at).toBeLessThanOrEqual(text.length + 1);
    }
  expect(holds(`${'1+'.repeat(990)}0 = 990`)).toBe(true);
});
