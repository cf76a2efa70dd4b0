import { SaxesParser } from 'saxes';

import type { PositionedYaml } from '../core/positioned-yaml.ts';
import type { Problem } from '../core/problem.ts';
import type { RawDialog } from './dialog-schema.ts';

/** What a page of the designer's own writes where its `<submit>` needs the address that takes the answer. */
export const submitMark = '__SUBMIT__';

/** Pages of the designer's own that are not there, are not VoiceXML, or never come back. */
export function lintPages(
  yaml: PositionedYaml,
  raw: RawDialog,
  files: Readonly<Record<string, string>>,
): Problem[] {
  return Object.entries(raw.steps).flatMap(([name, step]) => {
    if (step.page === undefined) return [];
    const file = `dialogs/${step.page}`;
    const text = Object.hasOwn(files, file) ? files[file] : undefined;
    if (text === undefined)
      return [yaml.problemAt(yaml.at(['steps', name, 'page']), 'page-missing', `there is no file ${file}`)];
    return pageProblems(file, text);
  });
}

function pageProblems(file: string, text: string): Problem[] {
  const problems: Problem[] = [];
  const parser = new SaxesParser({ xmlns: true, position: true });
  const report = (message: string): void => {
    const { line, column } = parser;
    problems.push({
      file,
      line,
      column: Math.max(1, column),
      code: 'page-invalid',
      message,
      severity: 'error',
    });
  };
  let depth = 0;
  parser.on('error', (error) => report(error.message.replace(/^.*?\d+:\d+: /, '')));
  parser.on('opentag', (tag) => {
    if (depth++ === 0 && (tag.local !== 'vxml' || tag.uri !== 'http://www.w3.org/2001/vxml'))
      report(`its root is "${tag.name}", not vxml of http://www.w3.org/2001/vxml`);
  });
  parser.on('closetag', () => depth--);
  parser.write(text).close();
  if (problems.length === 0 && !text.includes(submitMark))
    problems.push({
      ...{ file, line: 1, column: 1, code: 'page-invalid', severity: 'error' },
      message: `it never comes back: a <submit> to ${submitMark} is missing`,
    });
  return problems.slice(0, 1);
}
