import type { Json, JsonObject } from '../core/json.ts';

type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** A condition or value of a dialog: `wait.seconds >= 60 and not caller.known`. */
export type Expression =
  | { kind: 'literal'; value: Json }
  /** `offset`: where it stands in the text. */
  | { kind: 'path'; path: string[]; offset: number }
  | { kind: 'compare'; operator: Comparison; left: Expression; right: Expression }
  | { kind: 'and' | 'or'; left: Expression; right: Expression }
  | { kind: 'not'; operand: Expression };

/** Looks a path up among own members only; undefined when any part of it is missing. */
export function lookUp(values: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = values;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as JsonObject)[name];
  }
  return value;
}

/** The value of an expression; null where it names something that is not there. */
export function evaluate(expression: Expression, values: JsonObject): Json {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'path':
      return lookUp(values, expression.path) ?? null;
    case 'compare':
      return compare(
        expression.operator,
        evaluate(expression.left, values),
        evaluate(expression.right, values),
      );
    case 'not':
      return !holds(expression.operand, values);
    case 'and':
      return holds(expression.left, values) && holds(expression.right, values);
    case 'or':
      return holds(expression.left, values) || holds(expression.right, values);
  }
}

/** Whether a condition holds. Nothing, false, 0 and the empty text do not. */
export function holds(expression: Expression, values: JsonObject): boolean {
  return Boolean(evaluate(expression, values));
}

/** Every path an expression reads, and where it stands in the text. */
export function pathsOf(expression: Expression): { path: string[]; offset: number }[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'path':
      return [expression];
    case 'not':
      return pathsOf(expression.operand);
    default:
      return [...pathsOf(expression.left), ...pathsOf(expression.right)];
  }
}

/** Keyed digits are text, so a number and a text that reads as one compare as numbers. What cannot be compared is unequal. */
function compare(operator: Comparison, left: Json, right: Json): boolean {
  const [one, other] = alike(left, right);
  if (operator === '==') return one === other;
  if (operator === '!=') return one !== other;
  const ordered =
    (typeof one === 'number' && typeof other === 'number') ||
    (typeof one === 'string' && typeof other === 'string');
  if (!ordered) return false;
  if (operator === '<') return one < other;
  if (operator === '<=') return one <= other;
  return operator === '>' ? one > other : one >= other;
}

function alike(left: Json, right: Json): [Json, Json] {
  if (typeof left === 'number' && isNumeral(right)) return [left, Number(right)];
  if (typeof right === 'number' && isNumeral(left)) return [Number(left), right];
  return [left, right];
}

function isNumeral(value: Json): boolean {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);
}
