import type { Expression } from 'acorn';

import { parseExpression } from './script-source.ts';

/** A part of an expression that makes something JSON has no form for, and where (characters from its beginning). */
export interface LostValue {
  what: string;
  offset: number;
}

/** What `new` makes that is kept: a date, or what is as good as written out. */
const kept = ['Date', 'Object', 'Array', 'String', 'Number', 'Boolean', 'Function'];

/** The first part of a value that a snapshot would lose, as far as it can be seen; null when there is none. */
export function lostValue(source: string): LostValue | null {
  const found = parseExpression(source);
  return 'expression' in found ? lostIn(found.expression) : null;
}

function lostIn(node: Expression): LostValue | null {
  switch (node.type) {
    case 'NewExpression': {
      const name = node.callee.type === 'Identifier' ? node.callee.name : 'a class';
      return kept.includes(name) ? null : lost(node, `an object made by new ${name}`);
    }
    case 'CallExpression':
      return node.callee.type === 'Identifier' && ['Symbol', 'BigInt'].includes(node.callee.name)
        ? lost(node, `a ${node.callee.name}`)
        : null;
    case 'Literal':
      if (node.regex) return lost(node, 'a regular expression');
      return node.bigint ? lost(node, 'a BigInt') : null;
    case 'ConditionalExpression':
      return lostIn(node.consequent) ?? lostIn(node.alternate);
    case 'LogicalExpression':
      return lostIn(node.left) ?? lostIn(node.right);
    case 'ArrayExpression':
      return first(node.elements.map((element) => (element?.type === 'SpreadElement' ? null : element)));
    case 'ObjectExpression':
      return first(node.properties.map((property) => (property.type === 'Property' ? property.value : null)));
    default:
      return null;
  }
}

function first(nodes: (Expression | null)[]): LostValue | null {
  for (const node of nodes) {
    const found = node && lostIn(node);
    if (found) return found;
  }
  return null;
}

/** The parsed text has a bracket before it. */
function lost({ start }: Expression, what: string): LostValue {
  return { what, offset: start - 1 };
}
