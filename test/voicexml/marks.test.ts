import { expect, test } from 'vitest';

import { browse, keys } from './browse.ts';

const shows = (of: string): string => `<value expr="${of}.markname + ' ' + ${of}.marktime"/>`;
const prompt = `<prompt>One. <mark name="first"/> Two. <mark nameexpr="'sec' + 'ond'"/> Three.</prompt>`;
const page = (
  marks = prompt,
): string => `<form><noinput>Nothing after ${shows('application.lastresult$')}.<exit/></noinput>
  <nomatch>Wrong after ${shows('application.lastresult$')}.<exit/></nomatch>
  <field name="a">${marks}${keys('1')}<filled>${shows('application.lastresult$')},
    ${shows('a$')}, ${shows('lastresult$')}.<exit/></filled></field></form>`;

/** Pieces of a prompt take 4 s each; the key comes so many seconds after the start. */
async function heard(key: string, at: number, marks?: string): Promise<string | undefined> {
  const { said } = await browse(page(marks), {
    inputs: ['noinput'],
    segmentMs: 4000,
    during: ({ clock, platform }) => void clock.at(clock.now() + at * 1000, () => platform.press(key)),
  });
  return said.at(-1);
}

test('the last mark that was reached, and the time since, are told in the result and beside the field', async () => {
  expect(await heard('1', 5)).toBe('first 1000, first 1000, first 1000.');
  expect(await heard('1', 10.5)).toBe('second 2500, second 2500, second 2500.');
});

test('the time ends with the prompt, not with the answer', async () => {
  expect(await heard('1', 14)).toBe('second 4000, second 4000, second 4000.');
});

test('without a mark there is neither', async () => {
  expect(await heard('1', 2)).toMatch(/^undefined undefined, undefined undefined,/);
  expect(await heard('1', 2, '<prompt>Plain.</prompt>')).toMatch(
    /^undefined undefined, undefined undefined,/,
  );
});

test('handlers of silence and of wrong keys can ask for it too', async () => {
  expect(await heard('9', 5)).toBe('Wrong after first 1000.');
  expect(await heard('1', 30)).toBe('Nothing after second 4000.');
});
