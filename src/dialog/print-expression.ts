import type { Expression } from './expression.ts';

/** An expression as text that reads back as the same expression. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return JSON.stringify(expression.value);
    case 'path':
      return expression.path.join('.');
    case 'not':
      return `not ${operand(expression.operand)}`;
    case 'compare':
    case 'and':
    case 'or': {
      const operator = expression.kind === 'compare' ? expression.operator : expression.kind;
      return `${operand(expression.left)} ${operator} ${operand(expression.right)}`;
    }
  }
}

function operand(expression: Expression): string {
  const single = expression.kind === 'literal' || expression.kind === 'path';
  return single ? printExpression(expression) : `(${printExpression(expression)})`;
}
