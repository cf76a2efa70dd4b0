import {
  parse,
  type Expression,
  type Node,
  type Pattern,
  type Program,
  type VariableDeclaration,
} from 'acorn';

const options = { ecmaVersion: 2023, sourceType: 'script', allowReturnOutsideFunction: true } as const;

/** What is wrong with a piece of ECMAScript, and where in it (characters from its beginning). */
export interface SyntaxMistake {
  message: string;
  offset: number;
  /** It must not even be tried. */
  fatal?: boolean;
}

/** Whether a text can be the name of a variable, reserved words aside. */
export function isVariableName(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text);
}

/** What is wrong with an expression; null when nothing is. */
export function checkExpression(source: string): SyntaxMistake | null {
  const found = parseExpression(source);
  return 'mistake' in found ? found.mistake : null;
}

/** The tree of an expression. Its positions are one more than those in the source. */
export function parseExpression(source: string): { expression: Expression } | { mistake: SyntaxMistake } {
  const found = tryParse(`(${source.replace(/;\s*$/, '')}\n)`);
  if ('mistake' in found)
    return { mistake: { ...found.mistake, offset: Math.max(0, found.mistake.offset - 1) } };
  const [only, ...others] = found.program.body;
  if (only?.type === 'ExpressionStatement' && others.length === 0) return { expression: only.expression };
  return { mistake: { message: 'more than one expression', offset: 0 } };
}

/** What is wrong with a script; null when nothing is. */
export function checkScript(source: string): SyntaxMistake | null {
  const found = tryParse(source);
  return 'mistake' in found ? found.mistake : null;
}

/** Brackets within brackets. Deeper ones could fill the stack of the thread they are parsed in. */
const DEEPEST = 200;
const tooDeep = { mistake: { message: 'it is nested too deep', offset: 0, fatal: true } };

function tryParse(source: string): { program: Program } | { mistake: SyntaxMistake } {
  if (bracketDepth(source) > DEEPEST) return tooDeep;
  try {
    return { program: parse(source, options) };
  } catch (error) {
    if (!(error instanceof SyntaxError) || error.message.startsWith('Not enough stack space')) return tooDeep;
    const offset = 'pos' in error && typeof error.pos === 'number' ? error.pos : 0;
    return { mistake: { message: error.message.replace(/ \(\d+:\d+\)$/, ''), offset } };
  }
}

/** At least the depth of the brackets: those in strings count too. */
function bracketDepth(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of source)
    if ('([{'.includes(character)) deepest = Math.max(deepest, ++depth);
    else if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
  return deepest;
}

/** The tree of a script; null when it does not parse or is too deep. */
export function programOf(source: string): Program | null {
  const found = tryParse(source);
  return 'program' in found ? found.program : null;
}

export interface ScriptParts {
  /** The script without its top-level functions, and with `var` for `let` and `const` there. */
  text: string;
  /** Names of variables it declares. */
  names: string[];
  /** Its top-level functions and their texts. */
  functions: { name: string; source: string }[];
  /** Names of its top-level classes. */
  classes: string[];
}

/**
 * Finds what a script declares, so that it lands in the session's data and not in the context.
 * Null when it does not parse or is too deep.
 */
export function partsOfScript(source: string): ScriptParts | null {
  const program = programOf(source);
  try {
    return program && partsOf(program, source);
  } catch {
    // Chains can be longer than the stack is deep.
    return null;
  }
}

function partsOf(program: Program, source: string): ScriptParts {
  const names = new Set<string>();
  const parts: ScriptParts = { text: source, names: [], functions: [], classes: [] };
  for (const node of program.body) {
    collectVars(node, names);
    if (node.type === 'FunctionDeclaration') {
      names.add(node.id.name);
      parts.functions.push({ name: node.id.name, source: source.slice(node.start, node.end) });
      parts.text = withBlank(parts.text, node);
    } else if (node.type === 'ClassDeclaration') {
      names.add(node.id.name);
      parts.classes.push(node.id.name);
    } else if (node.type === 'VariableDeclaration' && node.kind !== 'var') {
      for (const { id } of node.declarations) collectPattern(id, names);
      parts.text = withVar(parts.text, node);
    }
  }
  return { ...parts, names: [...names] };
}

/** Puts `var` for `let` or `const`; everything else keeps its place. */
function withVar(text: string, { start, kind }: VariableDeclaration): string {
  return `${text.slice(0, start)}${'var'.padEnd(kind.length)}${text.slice(start + kind.length)}`;
}

function withBlank(text: string, { start, end }: Node): string {
  return `${text.slice(0, start)}${text.slice(start, end).replace(/[^\r\n]/g, ' ')}${text.slice(end)}`;
}

/** `var` names anywhere outside inner functions: they belong to the script as a whole. */
function collectVars(node: Node, names: Set<string>): void {
  if (/Function|Class/.test(node.type)) return;
  if (isVar(node)) for (const { id } of node.declarations) collectPattern(id, names);
  for (const child of childrenOf(node)) collectVars(child, names);
}

function isVar(node: Node): node is VariableDeclaration {
  return node.type === 'VariableDeclaration' && (node as VariableDeclaration).kind === 'var';
}

function collectPattern(pattern: Pattern, names: Set<string>): void {
  switch (pattern.type) {
    case 'Identifier':
      names.add(pattern.name);
      return;
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) collectPattern(element, names);
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties)
        collectPattern(property.type === 'Property' ? property.value : property.argument, names);
      return;
    case 'AssignmentPattern':
      collectPattern(pattern.left, names);
      return;
    case 'RestElement':
      collectPattern(pattern.argument, names);
      return;
    case 'MemberExpression':
  }
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
