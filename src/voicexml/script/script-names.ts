import { parse, type Node } from 'acorn';

import { messageOf } from '../../core/errors.ts';
import { semanticError } from '../page-event.ts';

/** A script that declares nothing by itself: its names are variables of the scope it runs in. */
export interface PreparedScript {
  code: string;
  /** Variables and functions it declares at its top. */
  names: string[];
}

interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * Gets the body of a `<script>` ready to run among `with` scopes. There a function declaration would stay inside its
 * block, and `let` and `const` too; VoiceXML wants all of them in the scope object (VoiceXML 2.1 §5.3.12). So functions
 * become assignments at the front, `let` and `const` at the top become `var`.
 * @throws PageEvent `error.semantic` for a syntax error.
 */
export function prepareScript(source: string): PreparedScript {
  const names = new Set<string>();
  const edits: Edit[] = [];
  const functions: string[] = [];
  for (const statement of topLevel(source)) {
    if (statement.type === 'FunctionDeclaration') {
      const id = (statement as Node & { id: Node & { name: string } }).id;
      names.add(id.name);
      functions.push(
        `${id.name} = ${source.slice(statement.start, id.start)}${source.slice(id.end, statement.end)};`,
      );
      edits.push({ start: statement.start, end: statement.end, text: ';' });
      continue;
    }
    const keyword = /^(let|const)\b/.exec(source.slice(statement.start, statement.end))?.[0];
    if (statement.type === 'VariableDeclaration' && keyword)
      edits.push({ start: statement.start, end: statement.start + keyword.length, text: 'var' });
    collectVariables(statement, names, true);
  }
  return { code: functions.join('\n') + apply(edits, source), names: [...names] };
}

function topLevel(source: string): Node[] {
  try {
    return parse(source, { ecmaVersion: 'latest', sourceType: 'script' }).body;
  } catch (error) {
    throw semanticError(`script: ${messageOf(error)}`);
  }
}

function apply(edits: Edit[], source: string): string {
  let text = '';
  let from = 0;
  for (const edit of edits) {
    text += source.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return text + source.slice(from);
}

/** `var` names count wherever they stand outside a function; `let` and `const` only at the top. */
function collectVariables(node: unknown, names: Set<string>, top: boolean): void {
  if (Array.isArray(node)) {
    for (const entry of node) collectVariables(entry, names, false);
    return;
  }
  if (!isNode(node) || /Function|Class/.test(node.type)) return;
  if (node.type === 'VariableDeclaration') {
    const { kind, declarations } = node as Node & { kind: string; declarations: { id: Node }[] };
    if (kind === 'var' || top) for (const { id } of declarations) collectNames(id, names);
  }
  for (const value of Object.values(node))
    if (typeof value === 'object') collectVariables(value, names, false);
}

/** The names a pattern such as `{ a, b: [c = 1, ...d] }` declares. */
function collectNames(pattern: unknown, names: Set<string>): void {
  if (Array.isArray(pattern)) for (const entry of pattern) collectNames(entry, names);
  if (!isNode(pattern)) return;
  const node = pattern as Node & Record<string, unknown>;
  if (node.type === 'Identifier') names.add(String(node['name']));
  else if (node.type === 'Property') collectNames(node['value'], names);
  else for (const part of ['properties', 'elements', 'argument', 'left']) collectNames(node[part], names);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}
