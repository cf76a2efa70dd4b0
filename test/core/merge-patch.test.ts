import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Json, JsonObject } from '../../src/core/json.ts';
import { changesBetween, mergePatch, patchBetween, pointerTo } from '../../src/core/merge-patch.ts';

/** RFC 7396, Appendix A. */
const examples: [Json, Json, Json][] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

const names = fc.constantFrom('a', 'b', 'c/d', '~', '', '__proto__', 'constructor');
const { document } = fc.letrec<{ document: JsonObject; value: Json }>((tie) => ({
  document: fc
    .array(fc.tuple(names, tie('value')), { maxLength: 4 })
    .map((pairs) => Object.fromEntries(pairs)),
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(1, 'x', true, [], [1, { a: null }]),
    tie('document'),
  ),
}));

describe('merge patches', () => {
  it.each(examples)('RFC 7396: %j with %j is %j', (target, patch, result) => {
    const before = structuredClone(target);
    expect(mergePatch(target, patch)).toEqual(result);
    expect(target).toEqual(before);
  });

  it('that lie between two documents make the one of the other', () => {
    fc.assert(
      fc.property(document, document, (from, to) => {
        expect(mergePatch(from, patchBetween(from, to))).toEqual(to);
      }),
    );
  });

  it('between equal documents are empty, and so are the changes', () => {
    fc.assert(
      fc.property(document, (one) => {
        expect(patchBetween(one, structuredClone(one))).toEqual({});
        expect(changesBetween(one, structuredClone(one))).toEqual([]);
      }),
    );
  });
});

describe('what is different between two documents', () => {
  it('is told by pointers, with what was there before and is there after', () => {
    const before = { hours: { 'a/b': { weekly: ['Mon'] }, gone: {} }, kept: 1 };
    const after = { hours: { 'a/b': { weekly: ['Tue'] }, 'new~': { zone: 'UTC' } }, kept: 1 };
    expect(changesBetween(before, after)).toEqual([
      { pointer: '/hours/a~1b/weekly', from: ['Mon'], to: ['Tue'] },
      { pointer: '/hours/gone', from: {} },
      { pointer: '/hours/new~0', to: { zone: 'UTC' } },
    ]);
    expect(pointerTo(['hours', 'a/b', 'weekly', 0])).toBe('/hours/a~1b/weekly/0');
  });
});
