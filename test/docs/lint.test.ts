import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';
import { expect, it } from 'vitest';

import { cellsOf, projectRoot } from './reference-table.ts';

/** Every code with which a problem of a file is reported, read from the sources. */
function reportedCodes(): Set<string> {
  const found = new Set<string>();
  const source = join(projectRoot, 'src');
  for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((one) =>
    one.endsWith('.ts'),
  ))
    collect(
      ts.createSourceFile(name, readFileSync(join(source, name), 'utf8'), ts.ScriptTarget.Latest, true),
      found,
    );
  return found;
}

/** `problemAt(place, 'code', message)`, `report(place, 'code', message)`, `warning(..., 'code', message)`, `{ code: 'code', severity }`. */
function collect(node: ts.Node, found: Set<string>): void {
  if (ts.isCallExpression(node) && node.arguments.length >= 3) {
    const called = ts.isPropertyAccessExpression(node.expression)
      ? node.expression.name.text
      : node.expression.getText();
    const code = node.arguments.find(ts.isStringLiteral);
    if (code && /^[a-z-]+$/.test(code.text) && ['problemAt', 'report', 'warning'].includes(called))
      found.add(code.text);
  }
  if (ts.isObjectLiteralExpression(node) && /\bseverity\b/.test(node.getText()))
    for (const property of node.properties)
      if (
        ts.isPropertyAssignment(property) &&
        property.name.getText() === 'code' &&
        ts.isStringLiteral(property.initializer)
      )
        found.add(property.initializer.text);
  ts.forEachChild(node, (child) => collect(child, found));
}

it('docs/reference/lint.md lists exactly the codes that are reported', () => {
  const listed = cellsOf('lint.md').map(([code]) => code);
  expect(new Set(listed).size).toBe(listed.length);
  // The one code that comes from the error catalogue.
  expect([...listed].sort()).toEqual([...reportedCodes(), 'SIMULATION_REFUSED'].sort());
});
