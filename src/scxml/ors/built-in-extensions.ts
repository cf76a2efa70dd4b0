import type { Expression, PrivateIdentifier, Statement, Super } from 'acorn';

import { programOf } from '../evaluate/script-source.ts';

const builtIns = ['Array', 'Boolean', 'Date', 'Function', 'Math', 'Number', 'Object', 'RegExp', 'String'];

/**
 * ORS: script libraries of that time give built-ins functions of their own (`String.prototype.trim = function ...`).
 * Gives the statements of a script that do just that, to be run before the built-ins are frozen. They only ask whether
 * something is there and define functions: nothing in them can loop.
 */
export function builtInExtensions(source: string): string[] {
  const program = programOf(source);
  return (program?.body ?? [])
    .filter((node): node is Statement => node.type === 'IfStatement' || node.type === 'ExpressionStatement')
    .filter(isExtension)
    .map(({ start, end }) => source.slice(start, end));
}

function isExtension(node: Statement): boolean {
  if (node.type === 'BlockStatement') return node.body.every(isExtension);
  if (node.type === 'IfStatement')
    return !node.alternate && onlyAsks(node.test) && isExtension(node.consequent);
  if (node.type !== 'ExpressionStatement' || node.expression.type !== 'AssignmentExpression') return false;
  const { operator, left, right } = node.expression;
  const isFunction = right.type === 'FunctionExpression' || right.type === 'ArrowFunctionExpression';
  return operator === '=' && left.type === 'MemberExpression' && isOfBuiltIn(left) && isFunction;
}

/** `Date`, `String.prototype`, `String.prototype.trim`. */
function isOfBuiltIn(node: Expression | Super): boolean {
  if (node.type === 'Identifier') return builtIns.includes(node.name);
  return node.type === 'MemberExpression' && !node.computed && isOfBuiltIn(node.object);
}

function onlyAsks(node: Expression | PrivateIdentifier): boolean {
  switch (node.type) {
    case 'Literal':
      return true;
    case 'Identifier':
      return node.name === 'undefined' || isOfBuiltIn(node);
    case 'MemberExpression':
      return isOfBuiltIn(node);
    case 'UnaryExpression':
      return ['!', 'typeof'].includes(node.operator) && onlyAsks(node.argument);
    case 'BinaryExpression':
      return /^[!=]==?$/.test(node.operator) && onlyAsks(node.left) && onlyAsks(node.right);
    case 'LogicalExpression':
      return onlyAsks(node.left) && onlyAsks(node.right);
    default:
      return false;
  }
}
