import { expect, it } from 'vitest';

import { applicationOf } from '../../src/app/application.ts';

const call = { from: '+14155550142', to: '8000', userData: { lang: 'de', 'a b': 'x&y=z' } };

it.each([
  ['classic', 'classic', {}],
  ['classic?dnis=[DNIS]&ani=[ANI]&dn=[DN]', 'classic', { dnis: '8000', ani: '+14155550142', dn: '8000' }],
  ['shop/src-gen/main?l=[UDATA.lang]&n=[UDATA.none]', 'shop/src-gen/main', { l: 'de', n: '' }],
  ['classic?[UDATA]', 'classic', { lang: 'de', 'a b': 'x&y=z' }],
  ['classic?all=[UDATA.*]', 'classic', { all: 'lang:de,a b:x&y=z' }],
  ['classic?one=[UDATA.a b]&two=2', 'classic', { one: 'x&y=z', two: '2' }],
  ['classic?keys=[CED]&mail=[EMAILFROM]&other=[NONE]', 'classic', { keys: '', mail: '', other: '[NONE]' }],
  ['classic?a=b?c', 'classic', { a: 'b?c' }],
])('%s', (written, strategy, params) => {
  expect(applicationOf(written, call)).toEqual({ strategy, params });
});
