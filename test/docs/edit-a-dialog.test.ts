import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { questions } from '../../src/app/questions.ts';
import { runFiles } from '../../src/cli/dialog-tests/run-files.ts';
import { compileSet, lintSet } from '../../src/dialog/compile-set.ts';
import { formatProblem } from '../../src/core/problem.ts';
import { dialogSchema } from '../../src/dialog/dialog-schema.ts';
import { shippedFiles } from '../dialog/page-world.ts';
import { testConfiguration } from '../support/configuration.ts';

const text = readFileSync('docs/how-to/edit-a-dialog.md', 'utf8');
const blocks = [...text.matchAll(/```(?:yaml)?\n(.*?)```/gs)].map(([, block = '']) => block);

function blockWith(start: string): string {
  const found = blocks.find((block) => block.startsWith(start));
  if (found === undefined) throw new Error(`no block begins with ${start}`);
  return found;
}

it('the dialog of docs/how-to/edit-a-dialog.md lints, and its test says what stands there', async () => {
  const shipped = await shippedFiles();
  const added = Object.entries(shipped).map(([file, content]): [string, string] => [
    file,
    /^prompts\/\w+-\w+\.yaml$/.test(file) ? `${content}\n${blockWith('survey-ask:')}` : content,
  ]);
  const files = { ...Object.fromEntries(added), 'dialogs/survey.yaml': blockWith('dialog: survey\nstart') };
  expect(lintSet(files, questions).map(formatProblem)).toEqual([]);
  const { failures, coverage } = await runFiles({
    configuration: testConfiguration(),
    set: compileSet('set', files),
    files: { 'dialogs/tests/survey.yaml': blockWith('dialog: survey\ntests') },
  });
  expect(failures).toEqual([]);
  const said = coverage.flatMap(({ dialog, parts }) => {
    const shares = parts.map(({ part, reached, all }) => `${part} ${reached} of ${all}`);
    return `${dialog}: ${shares.join(', ')}`;
  });
  expect(blockWith('survey: steps')).toContain(said.join());
});

it('a misspelt value is found where the how-to says', async () => {
  const shipped = await shippedFiles();
  const wrong = (shipped['prompts/en-US.yaml'] ?? '').replace('{phone|digits}. If', '{fone|digits}. If');
  const found = lintSet({ ...shipped, 'prompts/en-US.yaml': wrong }, questions).map(formatProblem);
  expect(`${found.join('\n')}\n`).toBe(blockWith('prompts/en-US.yaml:'));
});

it('docs/reference/dialog.schema.json is the schema that dialogs are checked by', () => {
  const documented: unknown = JSON.parse(readFileSync('docs/reference/dialog.schema.json', 'utf8'));
  expect(documented).toEqual(JSON.parse(JSON.stringify(dialogSchema)));
});

it('says of every setting what it is, for editors to show and to complete by', () => {
  const silent: string[] = [];
  const look = (part: unknown, path: string): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [name, value] of Object.entries(part)) {
      if (name === 'properties')
        for (const [setting, about] of Object.entries(value as Record<string, { description?: string }>))
          if ((about.description ?? '').length < 10) silent.push(`${path}.${setting}`);
      look(value, `${path}.${name}`);
    }
  };
  look(JSON.parse(readFileSync('docs/reference/dialog.schema.json', 'utf8')), '');
  expect(silent).toEqual([]);
});
