import { parse } from 'acorn';

const options = { ecmaVersion: 2023, sourceType: 'script', allowReturnOutsideFunction: true } as const;

/** What is wrong with an expression; null when nothing is. */
export function checkExpression(source: string): string | null {
  try {
    const { body } = parse(`(${source.replace(/;\s*$/, '')}\n)`, options);
    return body.length === 1 && body[0]?.type === 'ExpressionStatement' ? null : 'more than one expression';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export interface ScriptParts {
  /** Names the script declares with `var` or `function` at its top level, or with `let`, `const`, `class`. */
  names: string[];
  functions: string[];
  /** The texts of its top-level functions. */
  functionSources: string[];
}

/** Finds what a script declares, so that it lands in the session's data and not in the context. Null when it does not parse. */
export function partsOfScript(source: string): ScriptParts | null {
  try {
    const program = parse(source, options);
    const names = new Set<string>();
    const functions: string[] = [];
    const functionSources: string[] = [];
    for (const node of program.body) {
      collectVars(node, names);
      if (node.type !== 'FunctionDeclaration') continue;
      names.add(node.id.name);
      functions.push(node.id.name);
      functionSources.push(source.slice(node.start, node.end));
    }
    return { names: [...names], functions, functionSources };
  } catch {
    return null;
  }
}

/** `var` names anywhere outside inner functions: they belong to the script as a whole. */
function collectVars(node: object, names: Set<string>): void {
  const { type } = node as { type?: string };
  if (type === undefined || type.includes('Function')) return;
  if (type === 'VariableDeclaration' && (node as { kind?: string }).kind === 'var') {
    for (const { id } of (node as unknown as { declarations: { id: object }[] }).declarations) collectPattern(id, names);
  }
  for (const value of Object.values(node) as unknown[]) {
    if (Array.isArray(value)) {
      for (const one of value as unknown[]) if (one !== null && typeof one === 'object') collectVars(one, names);
    } else if (value !== null && typeof value === 'object') collectVars(value, names);
  }
}

function collectPattern(pattern: object, names: Set<string>): void {
  const { type, name } = pattern as { type: string; name?: string };
  if (type === 'Identifier' && name !== undefined) names.add(name);
  else
    for (const value of Object.values(pattern) as unknown[]) {
      for (const one of Array.isArray(value) ? (value as unknown[]) : [value])
        if (one !== null && typeof one === 'object' && 'type' in one) collectPattern(one, names);
    }
}
