import ts from 'typescript';
import { expect, it } from 'vitest';

import { writes } from '../support/store-writes.ts';
import { cellsOf, projectRoot } from './reference-table.ts';

interface Operation {
  name: string;
  kind: string;
  /** Words that the answer may be. */
  results: string[];
  docs: string;
}

/** Every operation of the port, as its interfaces have it. */
function operationsOfPort(): Operation[] {
  const file = `${projectRoot}src/store/store.ts`;
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const port = source?.statements.find((one) => ts.isInterfaceDeclaration(one) && one.name.text === 'Store');
  if (!port) throw new Error('there is no interface Store');
  return checker
    .getTypeAtLocation(port)
    .getProperties()
    .filter(({ name }) => Object.hasOwn(writes, name))
    .flatMap((aggregate) =>
      checker
        .getTypeOfSymbol(aggregate)
        .getProperties()
        .map((operation) => operationOf(aggregate.name, operation, checker)),
    );
}

function operationOf(aggregate: string, operation: ts.Symbol, checker: ts.TypeChecker): Operation {
  const [signature] = checker.getTypeOfSymbol(operation).getCallSignatures();
  const promised = signature && checker.getAwaitedType(signature.getReturnType());
  const answers = promised?.isUnion() ? promised.types : promised ? [promised] : [];
  const changes: readonly string[] = writes[aggregate as keyof typeof writes];
  return {
    name: `${aggregate}.${operation.name}`,
    kind: changes.includes(operation.name) ? 'change' : 'read',
    results: answers.flatMap((answer) => (answer.isStringLiteral() ? [answer.value] : [])).sort(),
    docs: ts.displayPartsToString(operation.getDocumentationComment(checker)),
  };
}

const operations = operationsOfPort();

it('docs/reference/store-port.md lists every operation of the port with its results', () => {
  const documented = cellsOf('store-port.md').map(([name, kind, results = '']) => ({
    name,
    kind,
    results: [...results.matchAll(/`([^`]+)`/g)].map(([, word]) => word).sort(),
  }));
  const inPort = operations.map(({ name, kind, results }) => ({ name, kind, results }));
  const byName = (a: { name?: string | undefined }, b: { name?: string | undefined }): number =>
    String(a.name).localeCompare(String(b.name));
  expect(documented.sort(byName)).toEqual(inPort.sort(byName));
});

it('every row says what the operation is about, and its hints or its cost', () => {
  for (const [name, , , about, cost] of cellsOf('store-port.md')) {
    expect(about, name).toBeTruthy();
    expect(cost, name).toBeTruthy();
  }
});

it('every operation is documented where it is declared: reads with their cost, changes with what they emit', () => {
  const silent = operations.filter(({ kind, docs }) => !docs.includes(kind === 'read' ? 'Cost' : 'Emits'));
  expect(silent.map(({ name }) => name)).toEqual([]);
});
