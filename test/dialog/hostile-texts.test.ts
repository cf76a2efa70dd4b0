import fc from 'fast-check';
import { XmlDocument } from 'libxml2-wasm';
import { expect, test } from 'vitest';

import { compileSet, lintSet } from '../../src/dialog/compile-set.ts';
import { fillTemplate } from '../../src/dialog/page-template.ts';
import { profileNamed, profileNames } from '../../src/dialog/platform-profile.ts';
import { stepTemplate, type ShownStep } from '../../src/dialog/step-pages.ts';

const dialog = `dialog: it
start: a
values: [name]
defaults: { giveUp: z }
steps:
  a: { menu: hello, keys: { 1: z, star: a } }
  z: { say: hello, end: hangup, result: { name: name } }
`;

/** Markup, quotes, SSML, directions of writing, ends of scripts, and very much of it. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    ...[
      '</prompt><exit/>',
      '"/><goto next="x"/>',
      "'+alert(1)+'",
      ']]>',
      '<!--',
      '&amp;lt;',
      '\u202Eevil\u202C',
    ],
    ...['<say-as>1</say-as>', '<?xml?>', '\u0000\uFFFE\uD800', '__SUBMIT__', '{name}', "');//", '\u2028'],
  ),
  fc.constant('<x a="&">\''.repeat(1_100)),
);

function pages(said: string, name: string): string[] {
  const prompts = JSON.stringify({
    hello: `${said.replace(/[{}]/g, '')} {name|text} {name|digits} {name|time}`,
  });
  const set = compileSet('set', { 'dialogs/it.yaml': dialog, 'prompts/en-US.yaml': prompts });
  const it = set.dialogs.get('it');
  if (!it) throw new Error('the dialog is not there');
  const values = {
    submit: `/x?${name}`,
    result: { name },
    fallback: { name },
    values: { name },
    choices: [],
  };
  return profileNames.flatMap((profile) =>
    ['a', 'z'].map((step) =>
      fillTemplate(
        stepTemplate(
          { set, dialog: it, locale: 'en-US', profile: profileNamed(profile) },
          it.steps.get(step) as ShownStep,
          0,
        ),
        values,
      ),
    ),
  );
}

/** The elements of a page, in order. */
function elementsOf(page: string): string[] {
  using document = XmlDocument.fromString(page);
  return document.find('//*').map((node) => (node as { name?: string }).name ?? '');
}

test('whatever prompts and values say, pages keep their elements', () => {
  const plain = pages('Hello', 'Ada').map(elementsOf);
  fc.assert(
    fc.property(nasty, nasty, (said, name) => {
      expect(pages(`Hi ${said}`, name).map(elementsOf)).toEqual(plain);
    }),
    { numRuns: 60 },
  );
});

test('whatever a file says, lint answers with places in it', () => {
  const line = fc.oneof(
    nasty,
    fc.constantFrom('steps:', '  a:', '    menu: hello', '- x', '&a *a', 'keys: { 1: z }'),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.nat(dialog.length), (lines, at) => {
      const text = dialog.slice(0, at) + lines.join('\n') + dialog.slice(at);
      const found = lintSet({ 'dialogs/it.yaml': text, 'prompts/en-US.yaml': lines.join('\n') });
      for (const { line: row, column, code } of found) {
        expect(row).toBeGreaterThanOrEqual(1);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(code).toMatch(/^[a-z-]+$/);
      }
    }),
    { numRuns: 150 },
  );
});
