import { expect, test } from 'vitest';

import { formatProblem } from '../../src/core/problem.ts';
import { lintSet, type Files } from '../../src/dialog/compile-set.ts';
import { spokenTexts } from '../../src/dialog/spoken-texts.ts';

const files: Files = {
  'dialogs/it.yaml':
    'dialog: it\nstart: a\ndefaults: { giveUp: z }\nsteps:\n  a: { say: [hello, both, wait], next: z }\n  z: { end: queue }\n',
  'prompts/de-DE.yaml':
    'hello: Hallo.\nboth:\n  - Guten Tag.\n  - Auf Wiedersehen.\nwait: "Noch {service.zone}. Danke."\n',
};
const english = { speaks: (locale: string) => locale.startsWith('en-') };

function silent(given: Files): string[] {
  return lintSet(given, undefined, english)
    .filter(({ code }) => code === 'voice-missing')
    .map((problem) => `${problem.severity} ${formatProblem(problem)}`);
}

test('on a real switch a text with neither recording nor voice is refused', () => {
  expect(silent(files)).toEqual([
    'error prompts/de-DE.yaml:1:1: voice-missing prompt "hello" is not recorded, and there is no voice for de-DE',
    'error prompts/de-DE.yaml:2:1: voice-missing prompt "both" is not recorded, and there is no voice for de-DE',
    'error prompts/de-DE.yaml:5:1: voice-missing prompt "wait" is not recorded, and there is no voice for de-DE',
  ]);
});

test('on a simulated switch text is enough', () => {
  expect(lintSet(files).filter(({ code }) => code === 'voice-missing')).toEqual([]);
});

test('what is recorded, whole or in pieces, needs no voice', () => {
  const recorded = {
    ...files,
    'prompts/de-DE/hello.wav': '',
    'prompts/de-DE/both.1.wav': '',
    'prompts/de-DE/both.2.wav': '',
    'prompts/de-DE/wait.wav': '',
  };
  expect(silent(recorded)).toEqual([]);
  expect(silent({ ...recorded, 'prompts/de-DE/both.3.wav': '' })).toEqual([]);
});

test('where there is a voice nothing is said about it', () => {
  const { 'prompts/de-DE.yaml': texts = '', ...rest } = files;
  expect(silent({ ...rest, 'prompts/en-US.yaml': texts })).toEqual([]);
});

test('what a voice has to say is known when a set is published, but for values', () => {
  expect(spokenTexts({ ...files, 'prompts/de-DE/both.1.wav': '' })).toEqual([
    { locale: 'de-DE', pieces: ['Hallo.', ' '] },
    { locale: 'de-DE', pieces: ['Auf Wiedersehen.', ' '] },
    { locale: 'de-DE', pieces: ['Noch ', null, '. Danke.', ' '] },
  ]);
});
