import { expect, test } from 'vitest';

import { contentHash } from '../../src/core/ids.ts';
import { compileSet, lintSet, type CompiledSet, type Files } from '../../src/dialog/compile-set.ts';
import { fillTemplate } from '../../src/dialog/page-template.ts';
import { stepTemplate, type ShownStep } from '../../src/dialog/step-pages.ts';
import { shippedFiles } from './page-world.ts';
import { expectValidPage } from './voicexml-schema.ts';

const dialog = `dialog: it
start: hello
defaults: { giveUp: over }
steps:
  hello: { say: hello, next: over }
  over: { end: queue }
`;

function pageOf(files: Files, locale: string): string {
  const set = compileSet(contentHash(JSON.stringify(files)), files);
  return pageOfStep(set, locale, 'it', 'hello');
}

function pageOfStep(set: CompiledSet, locale: string, name: string, step: string): string {
  const found = set.dialogs.get(name)!;
  const template = stepTemplate({ set, dialog: found, locale }, found.steps.get(step) as ShownStep, 0);
  const values = {
    wait: { seconds: 3601 },
    phone: '+442079460123',
    service: { callerName: 'Acme', zone: 'UTC' },
  };
  return fillTemplate(template, { submit: '/next', result: {}, fallback: {}, values, choices: [] });
}

const german = 'prompts/de-DE.yaml';
const english = 'prompts/en-US.yaml';
const wait = '{wait.seconds|duration}';

test('a prompt that a locale lacks is said in the next best one, values and all', () => {
  const files = {
    'dialogs/it.yaml': dialog,
    [german]: 'other: x\n',
    [english]: `hello: You wait ${wait}.\n`,
  };
  const page = pageOf(files, 'de-DE');
  expect(page).toContain('version="2.1" xml:lang="de-DE"');
  expect(page).toContain('<prompt xml:lang="en-US">You wait about 1 hour and 5 minutes. </prompt>');
});

test('another country of the same language comes before English', () => {
  const files = {
    ...{ 'dialogs/it.yaml': dialog, [german]: `hello: Es dauert ${wait}.\n`, [english]: 'hello: x\n' },
  };
  expect(pageOf(files, 'de-AT')).toContain('Es dauert etwa eine Stunde und 5 Minuten.');
  expect(pageOf(files, 'it-IT')).toContain('>x </prompt>');
});

test('a recording is looked for in the locale that the prompt is said in', () => {
  const wav = Buffer.from('RIFF').toString('base64');
  const files = {
    ...{ 'dialogs/it.yaml': dialog, [german]: 'other: x\n', [english]: 'hello: Hello.\n' },
    ...{ 'prompts/de-DE/other.wav': wav, 'prompts/en-US/hello.wav': wav },
  };
  expect(pageOf(files, 'de-DE')).toMatch(
    /<audio src="\/vxml\/audio\/\w+\/en-US\/hello\.wav">Hello\. <\/audio>/,
  );
});

test('every dialog that is shipped can be heard in five locales, with nothing borrowed and nothing left out', async () => {
  const files = await shippedFiles();
  expect(lintSet(files).filter(({ code }) => code === 'locale-gap')).toEqual([]);
  const set = compileSet('set', files);
  expect([...set.books.keys()].sort()).toEqual(['de-DE', 'en-GB', 'en-US', 'es-ES', 'fr-FR']);
  for (const locale of set.books.keys())
    for (const { name, steps } of set.dialogs.values())
      for (const step of steps.values()) {
        if (step.kind === 'ask' || step.kind === 'when' || step.kind === 'page') continue;
        const page = pageOfStep(set, locale, name, step.name);
        expectValidPage(page);
        expect(page).toContain(`xml:lang="${locale}"`);
        expect(page).not.toContain('<prompt xml:lang=');
        expect(page).not.toContain('<prompt></prompt>');
      }
});
