import { expect, it } from 'vitest';

import { overlayPrompts } from '../../src/dialog/overlay-prompts.ts';
import { readPromptBook } from '../../src/dialog/prompt-book.ts';

const file = 'prompts/en-US.yaml';
const files = { [file]: '# What callers hear.\noffer: Press 1.\nbye: [Good, bye]\n', 'dialogs/a.yaml': 'x' };

const prompts = (text: string): string[] => [...readPromptBook(file, text, 'en-US').book.prompts.keys()];

it('texts of the configuration take the place of those of the files, and join them', () => {
  const overlaid = overlayPrompts(files, {
    'en-US': { offer: 'Press {digit|number}: "now"', extra: ['a', 'b'] },
  });
  expect(overlaid['dialogs/a.yaml']).toBe('x');
  expect(prompts(overlaid[file]!)).toEqual(['offer', 'bye', 'extra']);
  const { problems } = readPromptBook(file, overlaid[file]!, 'en-US');
  expect(problems).toEqual([]);
  expect(overlaid[file]).toContain('# What callers hear.');
});

it('a locale without a file gets one, and a file that cannot be read stays as it is', () => {
  expect(
    prompts(overlayPrompts({}, { 'de-DE': { offer: 'Drücken Sie 1.' } })['prompts/de-DE.yaml']!),
  ).toEqual(['offer']);
  const broken = { [file]: 'offer: [' };
  expect(overlayPrompts(broken, { 'en-US': { offer: 'x' } })).toEqual(broken);
});

it('without texts the files are as they were, to the byte', () => {
  expect(overlayPrompts(files, {})).toEqual(files);
});
